using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with a text value, or with bytes when the key ends with <see cref="BinaryHeaderSuffix"/>.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _value;
        private readonly byte[]? _valueBytes;

        /// <exception cref="ArgumentException">The key does not end in -bin or has a character outside [a-z0-9_.-].</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = NormaliseKey(key);
            if (!IsBinary)
                throw new ArgumentException($"Key '{key}' has a value of bytes; such a key must end with '{BinaryHeaderSuffix}'.", nameof(key));
            ArgumentNullException.ThrowIfNull(valueBytes);
            _valueBytes = valueBytes.AsSpan().ToArray();
        }

        /// <exception cref="ArgumentException">The key ends in -bin or has a character outside [a-z0-9_.-].</exception>
        public Entry(string key, string value)
        {
            Key = NormaliseKey(key);
            if (IsBinary)
                throw new ArgumentException($"Key '{key}' ends with '{BinaryHeaderSuffix}'; its value must be bytes, not text.", nameof(key));
            ArgumentNullException.ThrowIfNull(value);
            _value = value;
        }

        /// <summary>Always lower case.</summary>
        public string Key { get; }

        /// <summary>A copy of the bytes, or the text encoded in ASCII.</summary>
        public byte[] ValueBytes => _valueBytes is null ? Encoding.ASCII.GetBytes(_value!) : _valueBytes.AsSpan().ToArray();

        /// <exception cref="InvalidOperationException">The value of the entry is bytes.</exception>
        public string Value => _value ?? throw new InvalidOperationException($"The value of entry '{Key}' is bytes; read ValueBytes.");

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_valueBytes!.Length}]" : $"[Entry: key={Key}, value={_value}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string NormaliseKey(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || lower.AsSpan().ContainsAnyExcept(KeyCharacters))
                throw new ArgumentException($"Metadata key '{key}' must consist of one or more characters of [a-z0-9_.-].", nameof(key));
            return lower;
        }
    }
}
