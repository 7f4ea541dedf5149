using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Fuzz.Inputs;

/// <summary>One request as bytes. Sound ones are whole messages of HTTP/1.1 that the other side must answer; HEAD has no body in its answer.</summary>
internal readonly record struct HttpRequestBytes(byte[] Bytes, bool IsSound, bool IsHead);

/// <summary>Makes requests: good ones, good ones with something wrong, and noise.</summary>
internal sealed class HttpInput(Dice dice, OrderInput orders, string token, Func<long> now_ms)
{
    public static readonly (string Key, string Secret)[] Accounts = [("FA", "secret-a"), ("FB", "secret-b"), ("FC", "secret-c")];

    public HttpRequestBytes Next() => dice.Below(20) switch
    {
        0 => Noise(),
        1 or 2 => Control(),
        < 8 => Public(),
        _ => Signed(),
    };

    /// <summary>A request that is whole as a message, whatever stands in it.</summary>
    public static HttpRequestBytes Compose(string method, string target, string headers, byte[] body)
    {
        // Text is put on the wire as Latin-1 or UTF-8 as it happens to be; the length is always true.
        byte[] head = Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: venue\r\n{headers}Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n");
        return new([.. head, .. body], true, method == "HEAD");
    }

    private HttpRequestBytes Public()
    {
        string path = dice.Pick(Vocabulary.PublicPaths);
        string method = dice.Chance(0.85) ? "GET" : dice.Pick(Vocabulary.Methods);
        if (dice.Chance(0.003))
            return Compose("POST", path, "", Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, dice.Below(200_000)).Select(index => $"{index}="))));
        return Compose(method, $"{Spoiled(path)}?{Join(Spoiled(orders.For(path, method, dice)))}", Headers(), dice.Chance(0.95) ? [] : dice.Bytes(2_000));
    }

    private HttpRequestBytes Signed()
    {
        (string method, string path) = dice.Pick(Vocabulary.SignedCalls);
        (string key, string secret) = dice.Pick(Accounts);
        List<(string Name, string Value)> parameters = orders.For(path, method, dice);
        parameters.Add(("timestamp", now_ms().ToString(CultureInfo.InvariantCulture)));
        parameters.Add(("recvWindow", "60000"));
        if (dice.Chance(0.4))
            parameters = Spoiled(parameters);
        string text = Join(parameters);
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
        if (dice.Chance(0.03))
            signature = dice.Pick(["", "00", "zz", signature[..10], Convert.ToBase64String(dice.Bytes(64))]);
        if (dice.Chance(0.02))
            key = dice.Pick(["", "nobody", new string('k', 5_000), "é"]);
        string signed = $"{text}&signature={signature}", headers = $"X-MBX-APIKEY: {key}\r\n{Headers()}";
        bool inBody = method != "GET" && dice.Chance(0.5);
        return inBody
            ? Compose(method, path, $"{headers}Content-Type: {dice.Pick(["application/x-www-form-urlencoded", "application/json", "text/plain; charset=utf-16", "multipart/form-data"])}\r\n", Encoding.UTF8.GetBytes(signed))
            : Compose(method, $"{path}?{signed}", headers, []);
    }

    /// <summary>The control API with wrong tokens and wrong bodies; nothing here may succeed in changing the market.</summary>
    private HttpRequestBytes Control()
    {
        string path = dice.Pick(["/venue/v1/actions", "/venue/v1/faults", "/venue/v1/restore", "/venue/v1/state", "/venue/v1/snapshot/", "/venue/v1/nothing"]);
        string body = path.EndsWith("actions", StringComparison.Ordinal) ? JsonInput.WrongAction(dice) : JsonInput.WrongFault(dice);
        string bearer = dice.Chance(0.8) ? token : dice.Pick(["", "wrong", "é", new string('t', 4_000)]);
        return Compose(dice.Pick(["POST", "POST", "GET", "PUT"]), path, $"Authorization: Bearer {bearer}\r\n", Encoding.UTF8.GetBytes(body));
    }

    private HttpRequestBytes Noise()
    {
        byte[] good = Signed().Bytes;
        byte[] bytes = dice.Below(5) switch
        {
            0 => dice.Bytes(3_000),
            1 => good[..dice.Below(good.Length)],
            2 => Encoding.ASCII.GetBytes($"POST /fapi/v1/order HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: chunked\r\n\r\n{dice.Pick(["zz\r\n", "5\r\nabc", "ffffffffffffffff\r\n", "-1\r\n", "3\r\nabc\r\n0\r\n\r\n"])}"),
            3 => Encoding.ASCII.GetBytes($"GET {new string('a', dice.Below(100_000))} HTTP/1.1\r\n{string.Concat(Enumerable.Repeat("X: y\r\n", dice.Below(300)))}\r\n"),
            _ => dice.Mutated(good),
        };
        return new(bytes, false, false);
    }

    private string Headers()
    {
        var headers = new StringBuilder();
        if (dice.Chance(0.1))
            headers.Append("Accept-Encoding: ").Append(dice.Pick(["gzip, br", "*;q=0", ""])).Append("\r\n");
        if (dice.Chance(0.1))
            headers.Append("Content-Encoding: ").Append(dice.Pick(["gzip", "identity", "x"])).Append("\r\n");
        if (dice.Chance(0.05))
            headers.Append("X-Long: ").Append('x', dice.Below(8_000)).Append("\r\n");
        if (dice.Chance(0.05))
            headers.Append("Expect: 100-continue\r\n");
        if (dice.Chance(0.05))
            headers.Append("Connection: ").Append(dice.Pick(["close", "keep-alive", "Upgrade", "TE"])).Append("\r\n");
        return headers.ToString();
    }

    private string Spoiled(string text) => dice.Chance(0.05) ? Clean(dice.Mutated(text)) : text;

    private List<(string Name, string Value)> Spoiled(List<(string Name, string Value)> parameters)
    {
        for (int times = dice.Below(3); times > 0 && parameters.Count > 0; times--)
        {
            int at = dice.Below(parameters.Count);
            switch (dice.Below(6))
            {
                case 0 or 1:
                    parameters[at] = (parameters[at].Name, dice.Pick(Vocabulary.Nasty));
                    break;
                case 2:
                    parameters.RemoveAt(at);
                    break;
                case 3:
                    parameters.Add((parameters[at].Name, dice.Chance(0.5) ? parameters[at].Value : dice.Pick(Vocabulary.Nasty)));
                    break;
                case 4:
                    parameters.Add((dice.Pick(Vocabulary.Names), dice.Pick(Vocabulary.Nasty)));
                    break;
                default:
                    parameters[at] = (parameters[at].Name, Clean(dice.Mutated(parameters[at].Value)));
                    break;
            }
        }

        return parameters;
    }

    /// <summary>Without what would end the line or the target, so that the message stays whole.</summary>
    private static string Clean(string text) => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace(" ", "+", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);

    private static string Join(IEnumerable<(string Name, string Value)> parameters) => string.Join('&', parameters.Select(pair => $"{pair.Name}={pair.Value}")).Replace(' ', '+');
}
