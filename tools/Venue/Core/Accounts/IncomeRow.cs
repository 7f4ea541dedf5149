using System.Globalization;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>One movement of a wallet as the account keeps it; its text is the trade's number unless it is given.</summary>
internal readonly record struct IncomeRow(string Symbol, IncomeType Type, Money Amount, string? Text, long Time_ms, long TransactionId, long TradeId)
{
    public IncomeView ToView(AccountId account) =>
        new(account, Symbol, Type, Amount, Text ?? TradeId.ToString(CultureInfo.InvariantCulture), Time_ms, TransactionId, TradeId);
}
