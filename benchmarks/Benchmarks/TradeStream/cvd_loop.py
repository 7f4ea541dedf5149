import json
import sys
import time

lines = open(sys.argv[1], "rb").read().splitlines()
start = time.process_time()
cvd = 0.0
ema = None
for line in lines:
    data = json.loads(line)["data"]
    price = float(data["p"])
    quantity = float(data["q"])
    if price > 0 and quantity > 0:
        cvd += -quantity if data["m"] else quantity
        ema = cvd if ema is None else 0.2 * cvd + 0.8 * ema
print(len(lines) / (time.process_time() - start))
