using System.Text;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.WsApi;

/// <summary>What a client of the WebSocket API signs: all parameters but the signature, sorted by name, as they came.</summary>
internal static class SignedParameters
{
    public static (byte[] Text, string? Signature) Of(RequestParameters parameters)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in parameters.Pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (name != "signature")
                text.Append(text.Length == 0 ? "" : "&").Append(name).Append('=').Append(value);
        }

        return (Encoding.UTF8.GetBytes(text.ToString()), parameters["signature"]);
    }
}
