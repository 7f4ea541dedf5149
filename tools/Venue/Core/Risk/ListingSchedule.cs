using Platform.Domain.Instruments;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Conditional;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Risk;

/// <summary>Opens, halts and delists contracts. A delisting ends the orders of the contract and settles its positions at the mark price.</summary>
internal sealed class ListingSchedule(CoreState state, OrderEntry orders, ConditionalOrderEngine algos, LiquidationEngine liquidation)
{
    public Reply<Accepted> SetStatus(SetInstrumentStatus request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        Change(symbol, request.Status);
        return new Accepted();
    }

    public void Change(SymbolState symbol, InstrumentStatus status)
    {
        Replace(new ReplaceInstrument(symbol.Listing.Instrument with { Status = status }));
        if (status != InstrumentStatus.Closed)
            return;
        algos.ExpireAll(symbol);
        foreach (Account account in state.Accounts)
        {
            if (account.TryIn(symbol.Listing) is not { } holding)
                continue;
            orders.CancelAll(holding, symbol, OrderStatus.Expired, ExpiryReason.Delisted);
            liquidation.SettleAtMark(holding, symbol);
        }
    }

    public Reply<Accepted> Cap(CapLeverage request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        IReadOnlyList<Bracket> left = Brackets.UpTo(symbol.Listing.View.Brackets, request.Leverage);
        if (left.Count == 0)
            return VenueErrors.LeverageInvalid(request.Leverage);
        symbol.Listing.Replace(symbol.Listing.View with { Brackets = left });
        state.Events.InstrumentChanged(symbol.Listing.View, state.Now_ms);
        foreach (Account account in state.Accounts)
        {
            if (account.TryIn(symbol.Listing) is not { } holding || holding.Leverage <= left[0].Leverage)
                continue;
            holding.Leverage = left[0].Leverage;
            state.Events.AccountConfigured(new AccountConfigured(account.Id, request.Symbol, holding.Leverage, account.MultiAssets, state.Now_ms));
        }

        return new Accepted();
    }

    public Reply<Accepted> Control(ControlPositions request)
    {
        if (state.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        symbol.Listing.Replace(symbol.Listing.View with { Control = request.Side });
        return new Accepted();
    }

    public Reply<Accepted> Replace(ReplaceInstrument request)
    {
        Instrument instrument = request.Instrument;
        if (state.Find(instrument.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        symbol.Listing.Replace(instrument);
        state.Events.InstrumentChanged(symbol.Listing.View, state.Now_ms);
        return new Accepted();
    }
}
