using System.CommandLine;
using System.Globalization;
using Platform.Analytics.Arbitrage;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes.Settings;

/// <summary>The thresholds and costs of `platform scan`.</summary>
internal sealed class ScanArguments
{
    private static readonly ArbitrageOptions s_usual = new();

    private readonly Option<double> _minSpread = Number("--min-spread-bps", "Least gross spread that is reported, basis points", s_usual.MinSpread_bps);
    private readonly Option<double> _minNet = Number("--min-net-bps", "Least spread after entry fees and slippage", s_usual.MinNet_bps);
    private readonly Option<double> _slippage = Number("--slippage-bps", "Expected slippage of the entry, both sides together", s_usual.Slippage_bps);
    private readonly Option<double> _notional = Number("--max-notional", "Largest size, in dollars", (double)s_usual.MaxNotional);
    private readonly Option<double> _funding = Number("--funding-hours", "How long a position is assumed to be held, for funding", s_usual.FundingHorizon_hours);
    private readonly Option<double?> _fee = new("--fee-bps") { Description = "Taker fee of every exchange [default: the published base fee of each]" };
    private readonly Option<string[]> _fees = new("--fee") { Description = "Taker fee of one exchange, as EXCHANGE=BPS, such as okx=3.5; repeat for each" };

    public ScanArguments AddTo(Command command)
    {
        foreach (Option option in new Option[] { _minSpread, _minNet, _slippage, _notional, _funding, _fee, _fees })
            command.Add(option);
        return this;
    }

    public Result<ScanSettings> Read(ParseResult parsed)
    {
        foreach (Option<double> option in (Option<double>[])[_slippage, _funding, _notional])
        {
            if (parsed.GetValue(option) is not (>= 0 and <= 1e12) || (option == _notional && parsed.GetValue(option) == 0))
                return Invalid($"{option.Name} {parsed.GetValue(option)} is out of range; expected a number {(option == _notional ? "above 0" : "of at least 0")}.");
        }

        foreach (Option<double> option in (Option<double>[])[_minSpread, _minNet])
        {
            if (!double.IsFinite(parsed.GetValue(option)))
                return Invalid($"{option.Name} {parsed.GetValue(option)} is not a number of basis points.");
        }

        var fees = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string text in parsed.GetValue(_fees) ?? [])
        {
            string[] parts = text.Split('=');
            if (parts.Length != 2 || !QuoteEndpoint.Exchanges.Contains(parts[0]) || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out double fee) || !double.IsFinite(fee))
                return Invalid($"--fee '{text}' is not EXCHANGE=BPS; expected text such as okx=3.5, with one of {string.Join(", ", QuoteEndpoint.Exchanges)}.");
            fees[parts[0]] = fee;
        }

        return new ScanSettings(
            new ArbitrageOptions(parsed.GetValue(_minSpread), parsed.GetValue(_minNet), parsed.GetValue(_slippage), (decimal)parsed.GetValue(_notional), parsed.GetValue(_funding)),
            new FeeTable(parsed.GetValue(_fee), fees));
    }

    private static Option<double> Number(string name, string text, double usual) =>
        new(name) { Description = string.Create(CultureInfo.InvariantCulture, $"{text} [default {usual}]"), DefaultValueFactory = _ => usual };

    private static Fault Invalid(string message) => new(FaultKind.Invalid, message);
}
