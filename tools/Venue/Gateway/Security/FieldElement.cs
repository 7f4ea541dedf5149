namespace Platform.Venue.Gateway.Security;

/// <summary>An integer modulo 2^255 − 19 in five limbs of 51 bits. The run time depends on the value, so it is suitable only for public values.</summary>
internal readonly struct FieldElement
{
    private const ulong Mask = (1UL << 51) - 1;
    private readonly ulong _a, _b, _c, _d, _e;

    private FieldElement(ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
        _e = e;
    }

    public static FieldElement Zero => default;

    public static FieldElement One => new(1, 0, 0, 0, 0);

    public static FieldElement From(ulong small) => new(small & Mask, small >> 51, 0, 0, 0);

    /// <summary>Reads 32 little-endian bytes; the highest bit is ignored.</summary>
    public static FieldElement FromBytes(ReadOnlySpan<byte> bytes)
    {
        ulong w0 = BitConverter.ToUInt64(bytes), w1 = BitConverter.ToUInt64(bytes[8..]);
        ulong w2 = BitConverter.ToUInt64(bytes[16..]), w3 = BitConverter.ToUInt64(bytes[24..]);
        return new(w0 & Mask, ((w0 >> 51) | (w1 << 13)) & Mask, ((w1 >> 38) | (w2 << 26)) & Mask, ((w2 >> 25) | (w3 << 39)) & Mask, (w3 >> 12) & Mask);
    }

    public static FieldElement operator +(in FieldElement x, in FieldElement y) =>
        Carry(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d, x._e + y._e);

    public static FieldElement operator -(in FieldElement x, in FieldElement y)
    {
        // Four times the modulus is added limb by limb, so that no limb becomes negative.
        const ulong First = 4 * ((1UL << 51) - 19), Other = 4 * Mask;
        return Carry(x._a + First - y._a, x._b + Other - y._b, x._c + Other - y._c, x._d + Other - y._d, x._e + Other - y._e);
    }

    public static FieldElement operator *(in FieldElement x, in FieldElement y)
    {
        ulong b19 = y._b * 19, c19 = y._c * 19, d19 = y._d * 19, e19 = y._e * 19;
        UInt128 a = M(x._a, y._a) + M(x._b, e19) + M(x._c, d19) + M(x._d, c19) + M(x._e, b19);
        UInt128 b = M(x._a, y._b) + M(x._b, y._a) + M(x._c, e19) + M(x._d, d19) + M(x._e, c19);
        UInt128 c = M(x._a, y._c) + M(x._b, y._b) + M(x._c, y._a) + M(x._d, e19) + M(x._e, d19);
        UInt128 d = M(x._a, y._d) + M(x._b, y._c) + M(x._c, y._b) + M(x._d, y._a) + M(x._e, e19);
        UInt128 e = M(x._a, y._e) + M(x._b, y._d) + M(x._c, y._c) + M(x._d, y._b) + M(x._e, y._a);
        b += (ulong)(a >> 51);
        c += (ulong)(b >> 51);
        d += (ulong)(c >> 51);
        e += (ulong)(d >> 51);
        ulong top = (ulong)(e >> 51);
        return Carry(((ulong)a & Mask) + top * 19, (ulong)b & Mask, (ulong)c & Mask, (ulong)d & Mask, (ulong)e & Mask);
    }

    /// <summary>Raises the element to a power, which is given as 32 little-endian bytes.</summary>
    public FieldElement Power(ReadOnlySpan<byte> exponent)
    {
        FieldElement result = One;
        for (int bit = 255; bit >= 0; bit--)
        {
            result *= result;
            if (((exponent[bit >> 3] >> (bit & 7)) & 1) != 0)
                result *= this;
        }

        return result;
    }

    /// <summary>The canonical 32 little-endian bytes.</summary>
    public byte[] ToBytes()
    {
        FieldElement t = Carry(_a, _b, _c, _d, _e);

        // Adding 19 overflows 2^255 if and only if the value is not less than the modulus.
        ulong q = (t._a + 19) >> 51;
        q = (t._b + q) >> 51;
        q = (t._c + q) >> 51;
        q = (t._d + q) >> 51;
        q = (t._e + q) >> 51;
        ulong a = t._a + 19 * q, b = t._b + (a >> 51), c = t._c + (b >> 51), d = t._d + (c >> 51), e = t._e + (d >> 51);
        (a, b, c, d, e) = (a & Mask, b & Mask, c & Mask, d & Mask, e & Mask);
        var bytes = new byte[32];
        BitConverter.TryWriteBytes(bytes, a | (b << 51));
        BitConverter.TryWriteBytes(bytes.AsSpan(8), (b >> 13) | (c << 38));
        BitConverter.TryWriteBytes(bytes.AsSpan(16), (c >> 26) | (d << 25));
        BitConverter.TryWriteBytes(bytes.AsSpan(24), (d >> 39) | (e << 12));
        return bytes;
    }

    public bool EqualTo(in FieldElement other) => ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    private static UInt128 M(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return new UInt128(high, low);
    }

    private static FieldElement Carry(ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        a = (a & Mask) + (e >> 51) * 19;
        b = (b & Mask) + (a >> 51);
        return new(a & Mask, b, c & Mask, d & Mask, e & Mask);
    }
}
