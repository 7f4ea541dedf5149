namespace Platform.Archives.Files;

/// <summary>The CRC-32 of ZIP entries (polynomial 0xEDB88320), computed for eight bytes at a time.</summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Lanes = 8;

    private static readonly uint[] s_tables = BuildTables();

    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        uint[] tables = s_tables;
        while (bytes.Length >= Lanes)
        {
            uint low = state ^ BitConverter.ToUInt32(bytes);
            state = tables[7 * 256 + (low & 0xFF)] ^ tables[6 * 256 + (low >> 8 & 0xFF)] ^ tables[5 * 256 + (low >> 16 & 0xFF)] ^ tables[4 * 256 + (low >> 24)]
                ^ tables[3 * 256 + bytes[4]] ^ tables[2 * 256 + bytes[5]] ^ tables[256 + bytes[6]] ^ tables[bytes[7]];
            bytes = bytes[Lanes..];
        }

        foreach (byte value in bytes)
            state = tables[(byte)state ^ value] ^ (state >> 8);
        _state = state;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[Lanes * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? value >> 1 ^ Polynomial : value >> 1;
            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
