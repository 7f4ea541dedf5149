using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Pricing;

/// <summary>Settles funding at the funding times of each symbol: the wallet receives −quantity · mark price · rate (spec/binance-usdm.md §8).</summary>
internal sealed class FundingEngine(CoreState state, PricingEngine pricing, FillProcessor fills)
{
    private const int RetainedRates = 1_000;

    public void Tick(SymbolState symbol)
    {
        PriceSamples samples = pricing.SamplesOf(symbol.Listing);
        if (state.Now_ms < samples.NextFunding_ms || !symbol.Listing.View.HasFunding)
            return;
        Listing listing = symbol.Listing;
        Rate rate = pricing.Estimate(listing);
        var settled = new FundingView(listing.Symbol, rate, samples.NextFunding_ms, listing.MarkPrice);
        List<FundingView> history = pricing.Histories[listing.Index];
        history.Add(settled);
        if (history.Count > RetainedRates)
            history.RemoveAt(0);
        samples.LastFundingRate = rate;
        samples.BeginPeriod();
        samples.NextFunding_ms = PricingEngine.NextFunding(listing, state.Now_ms);
        foreach (Account account in state.Accounts)
        {
            if (account.TryIn(listing) is not { HasPosition: true } holding)
                continue;
            foreach (ExactPosition position in holding.Positions)
                Settle(holding, position, rate);
        }
    }

    private void Settle(Holding holding, ExactPosition position, Rate rate)
    {
        if (!position.IsOpen)
            return;
        Account account = holding.Account;
        Money amount = -rate.Of(position.Amount * holding.Listing.MarkPrice);
        state.Ledger.PayFunding(account, amount);
        position.Carry(-amount);
        if (holding.IsIsolated)
            position.IsolatedWallet += amount;
        account.Updated_ms = state.Now_ms;
        fills.AddIncome(account, holding.Listing.Symbol, IncomeType.FundingFee, amount, "FUNDING_FEE", 0);
        if (!state.Events.HasListeners)
            return;
        state.Events.AccountUpdated(AccountViewBuilder.Change(
            account, AccountReason.FundingFee, state.Now_ms, amount, holding.IsIsolated ? holding : null, position, holding.Listing.Symbol));
    }
}
