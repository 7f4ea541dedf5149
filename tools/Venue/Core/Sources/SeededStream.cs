namespace Platform.Venue.Core.Sources;

/// <summary>A deterministic random number generator (SplitMix64): the same keys give the same numbers on every machine.</summary>
internal struct SeededStream(ulong key)
{
    private ulong _state = key;
    private double _spare;
    private bool _hasSpare;

    /// <summary>The stream of a combination of keys; different combinations give independent streams.</summary>
    public static SeededStream Of(ulong seed, long first, long second = 0, long third = 0) =>
        new(Mix(seed + Mix((ulong)first + Mix((ulong)second + Mix((ulong)third + 0x9E3779B97F4A7C15UL)))));

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>A uniformly distributed number x with 0 ≤ x &lt; 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int bound) => (int)(Uniform() * bound);

    /// <summary>A normally distributed number with mean 0 and standard deviation 1 (polar method).</summary>
    public double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double x, y, square;
        do
        {
            (x, y) = (2 * Uniform() - 1, 2 * Uniform() - 1);
            square = x * x + y * y;
        }
        while (square is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        (_spare, _hasSpare) = (y * factor, true);
        return x * factor;
    }

    /// <summary>An exponentially distributed number with mean 1.</summary>
    public double Exponential() => -Math.Log(1 - Uniform());

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
