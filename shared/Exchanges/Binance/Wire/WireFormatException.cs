namespace Platform.Exchanges.Binance.Wire;

/// <summary>A body of the venue that does not have the documented shape; turned into a Corrupt fault where the body was received.</summary>
internal sealed class WireFormatException(string message) : Exception(message);
