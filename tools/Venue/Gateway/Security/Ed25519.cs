using System.Numerics;
using System.Security.Cryptography;

namespace Platform.Venue.Gateway.Security;

/// <summary>Verifies Ed25519 signatures (RFC 8032 §5.1.7), which the .NET runtime does not implement. The run time depends on the values, so it is suitable only for public values.</summary>
internal static class Ed25519
{
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
    private static readonly BigInteger Modulus = BigInteger.Pow(2, 255) - 19;
    private static readonly byte[] InverseExponent = Little(Modulus - 2);
    private static readonly byte[] RootExponent = Little((Modulus - 5) / 8);
    private static readonly FieldElement D = FieldElement.FromBytes(Little(Modulus - BigInteger.Remainder(121665 * BigInteger.ModPow(121666, Modulus - 2, Modulus), Modulus)));
    private static readonly FieldElement RootOfMinusOne = FieldElement.FromBytes(Little(BigInteger.ModPow(2, (Modulus - 1) / 4, Modulus)));
    private static readonly Point Generator = Decode([0x58, .. Enumerable.Repeat((byte)0x66, 31)])!.Value;

    /// <summary>True when the 64-byte signature of the message is valid for the 32-byte public key.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64)
            return false;
        var s = new BigInteger(signature[32..], isUnsigned: true);
        if (s >= Order || Decode(publicKey) is not { } key)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(signature[..32]);
        hash.AppendData(publicKey);
        hash.AppendData(message);
        BigInteger h = new BigInteger(hash.GetHashAndReset(), isUnsigned: true) % Order;

        // A signature is valid when its commitment R is equal to [s]B − [h]A.
        Point expected = Multiply(Generator, s, key.Negated(), h);
        return expected.Encode().AsSpan().SequenceEqual(signature[..32]);
    }

    /// <summary>Computes [m]P + [n]Q in one pass over the bits.</summary>
    private static Point Multiply(in Point p, BigInteger m, in Point q, BigInteger n)
    {
        Point both = p.Plus(q), sum = Point.Neutral;
        for (int bit = 252; bit >= 0; bit--)
        {
            sum = sum.Plus(sum);
            bool first = !((m >> bit) & 1).IsZero, second = !((n >> bit) & 1).IsZero;
            if (first || second)
                sum = sum.Plus(first && second ? both : first ? p : q);
        }

        return sum;
    }

    /// <summary>Decodes a point (RFC 8032 §5.1.3); null when no point has the encoding.</summary>
    private static Point? Decode(ReadOnlySpan<byte> bytes)
    {
        Span<byte> text = stackalloc byte[32];
        bytes.CopyTo(text);
        bool odd = (text[31] & 0x80) != 0;
        text[31] &= 0x7f;
        FieldElement y = FieldElement.FromBytes(text);
        if (!y.ToBytes().AsSpan().SequenceEqual(text))
            return null;
        FieldElement square = y * y, u = square - FieldElement.One, v = D * square + FieldElement.One;
        FieldElement v3 = v * v * v, x = u * v3 * (u * v3 * v3 * v).Power(RootExponent);
        FieldElement check = v * x * x;
        if (check.EqualTo(FieldElement.Zero - u))
            x *= RootOfMinusOne;
        else if (!check.EqualTo(u))
            return null;
        byte[] canonical = x.ToBytes();
        if (odd && x.EqualTo(FieldElement.Zero))
            return null;
        if (((canonical[0] & 1) != 0) != odd)
            x = FieldElement.Zero - x;
        return new Point(x, y, FieldElement.One, x * y);
    }

    private static byte[] Little(BigInteger value)
    {
        var bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    /// <summary>A point of the curve in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z.</summary>
    private readonly record struct Point(FieldElement X, FieldElement Y, FieldElement Z, FieldElement T)
    {
        public static Point Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

        public Point Negated() => new(FieldElement.Zero - X, Y, Z, FieldElement.Zero - T);

        /// <summary>Adds two points; also valid for doubling (RFC 8032 §5.1.4).</summary>
        public Point Plus(in Point other)
        {
            FieldElement a = (Y - X) * (other.Y - other.X), b = (Y + X) * (other.Y + other.X);
            FieldElement c = T * D * other.T, d = Z * other.Z;
            c += c;
            d += d;
            FieldElement e = b - a, f = d - c, g = d + c, h = b + a;
            return new(e * f, g * h, f * g, e * h);
        }

        public byte[] Encode()
        {
            FieldElement inverse = Z.Power(InverseExponent);
            byte[] bytes = (Y * inverse).ToBytes();
            bytes[31] |= (byte)((X * inverse).ToBytes()[0] << 7);
            return bytes;
        }
    }
}
