using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Venue.Server.Options;

/// <summary>An account of the options: API key, secret (or '@' and the file of a public key), wallet balance and fee tier.</summary>
internal sealed record AccountOption(string Key, string Secret, Money Balance, int FeeTier = 0)
{
    public static Result<AccountOption> Parse(string text)
    {
        int first = text.IndexOf(':'), last = text.LastIndexOf(':'), tier = 0;

        // When the part before the last one is an amount, the last part is the fee tier.
        if (text.Count(c => c == ':') > 2 && Money.TryParse(text.AsSpan(0, last)[(text.LastIndexOf(':', last - 1) + 1)..], out _))
        {
            if (last != text.Length - 2 || !char.IsAsciiDigit(text[^1]))
                return Invalid($"--account '{Redact(text)}': the fee tier '{text[(last + 1)..]}' is not between 0 and 9.");
            tier = text[^1] - '0';
            text = text[..last];
            last = text.LastIndexOf(':');
        }

        if (first <= 0 || last == first || last == text.Length - 1)
            return Invalid($"--account '{Redact(text)}' is not KEY:SECRET:BALANCE, such as my-key:my-secret:10000.");
        if (!Money.TryParse(text.AsSpan(last + 1), out Money balance) || balance.Sign < 0)
            return Invalid($"--account '{Redact(text)}': the balance '{text[(last + 1)..]}' is not an amount such as 10000 or 10000.5.");
        string key = text[..first], secret = text[(first + 1)..last];
        if (secret.Length == 0 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return Invalid($"--account '{Redact(text)}': key and secret must be visible ASCII text.");
        return new AccountOption(key, secret, balance, tier);
    }

    /// <summary>The text of the option without its secret, for messages.</summary>
    public static string Redact(string text)
    {
        int first = text.IndexOf(':');
        return first < 0 ? text : $"{text[..first]}:…";
    }

    private static Fault Invalid(string message) => new(FaultKind.Invalid, message);
}
