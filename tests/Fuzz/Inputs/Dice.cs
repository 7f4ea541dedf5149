using System.Text;

namespace Platform.Fuzz.Inputs;

/// <summary>All randomness of one client, from one seed; owned by that client.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int bound) => _random.Next(bound);

    public bool Chance(double share) => _random.NextDouble() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public byte[] Bytes(int most)
    {
        var bytes = new byte[_random.Next(most + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A few bytes changed, cut out, doubled or put in.</summary>
    public byte[] Mutated(byte[] input)
    {
        var bytes = new List<byte>(input);
        for (int times = 1 + Below(4); times > 0 && bytes.Count > 0; times--)
        {
            int at = Below(bytes.Count);
            switch (Below(4))
            {
                case 0:
                    bytes[at] = (byte)Below(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(1 + Below(16), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Bytes(16));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + Below(64), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>The same for text.</summary>
    public string Mutated(string input) => Encoding.Latin1.GetString(Mutated(Encoding.Latin1.GetBytes(input)));
}
