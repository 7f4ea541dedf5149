using Platform.Domain.Market;

namespace Platform.Analytics.Arbitrage;

/// <summary>All pairs of exchanges of one symbol and the opportunities that live on them. Owned by the scanner; one thread.</summary>
internal sealed class SymbolPairs
{
    private readonly string _symbol;
    private readonly ArbitrageOptions _options;
    private readonly List<OpportunityEvent> _events;
    private readonly QuoteState[] _states;
    private readonly Opportunity?[,] _open;
    private readonly bool[,] _crossed;

    public SymbolPairs(string symbol, IReadOnlyList<ExchangeHealth> exchanges, ArbitrageOptions options, List<OpportunityEvent> events)
    {
        (_symbol, _options, _events) = (symbol, options, events);
        _states = [.. exchanges.Select(exchange => new QuoteState(exchange))];
        _open = new Opportunity?[_states.Length, _states.Length];
        _crossed = new bool[_states.Length, _states.Length];
    }

    public QuoteState this[int exchange] => _states[exchange];

    public IEnumerable<Opportunity> Open => _open.Cast<Opportunity?>().OfType<Opportunity>().Where(open => !open.IsInterrupted);

    /// <summary>Evaluates every pair that the exchange is part of.</summary>
    public void Evaluate(int exchange, long now_ns)
    {
        for (int other = 0; other < _states.Length; other++)
        {
            if (other != exchange)
                EvaluatePair(Math.Min(exchange, other), Math.Max(exchange, other), now_ns);
        }
    }

    /// <summary>Evaluates pairs with an opportunity again, because time alone can end it.</summary>
    public void Advance(long now_ns)
    {
        for (int first = 0; first < _states.Length; first++)
        {
            for (int second = first + 1; second < _states.Length; second++)
            {
                if (_open[first, second] is not null || _open[second, first] is not null || _crossed[first, second])
                    EvaluatePair(first, second, now_ns);
                Expire(first, second, now_ns);
                Expire(second, first, now_ns);
            }
        }
    }

    private void EvaluatePair(int first, int second, long now_ns)
    {
        PairVerdict verdict = VerdictOf(_states[first], _states[second], now_ns);
        PairFigures forward = default, backward = default;
        bool goesForward = false, goesBackward = false;
        if (verdict == PairVerdict.Qualifies)
        {
            (Leg one, Leg two) = (_states[first].ToLeg(now_ns), _states[second].ToLeg(now_ns));
            forward = PairFigures.Compute(in one, in two, _options, now_ns / 1_000_000);
            backward = PairFigures.Compute(in two, in one, _options, now_ns / 1_000_000);
            (goesForward, goesBackward) = (IsEnough(in forward), IsEnough(in backward));
            bool isInvalid = _states[first].IsSelfCrossed || _states[second].IsSelfCrossed;
            verdict = goesForward && goesBackward ? PairVerdict.CrossedChaos : isInvalid ? PairVerdict.InvalidQuote : PairVerdict.BelowThreshold;
            goesForward &= !isInvalid;
            goesBackward &= !isInvalid;
        }

        bool isCrossed = verdict == PairVerdict.CrossedChaos;
        if (isCrossed && !_crossed[first, second])
            _events.Add(new OpportunityEvent(OpportunityEventKind.Crossed, Opportunity.IdOf(_symbol, forward.Buy, forward.Sell, now_ns), _symbol, forward, now_ns, verdict, null));
        _crossed[first, second] = isCrossed;
        Apply(first, second, goesForward && !isCrossed, in forward, verdict, now_ns);
        Apply(second, first, goesBackward && !isCrossed, in backward, verdict, now_ns);
    }

    private PairVerdict VerdictOf(QuoteState first, QuoteState second, long now_ns)
    {
        PairVerdict verdict = first.Verdict(now_ns, _options);
        if (verdict == PairVerdict.Qualifies)
            verdict = second.Verdict(now_ns, _options);
        return verdict == PairVerdict.Qualifies && Math.Abs(first.LocalTime_ms - second.LocalTime_ms) > _options.TimeSkewMax_ms ? PairVerdict.TimeSkew : verdict;
    }

    private bool IsEnough(in PairFigures figures) =>
        figures.Net_bps >= _options.MinNet_bps && figures.Spread_bps >= _options.MinSpread_bps && figures.Spread_bps > 0 && figures.Size > 0;

    private void Apply(int buy, int sell, bool qualifies, in PairFigures figures, PairVerdict verdict, long now_ns)
    {
        Opportunity? open = _open[buy, sell];
        if (!qualifies)
        {
            open?.Interrupt(verdict, now_ns);
            return;
        }

        if (open is null)
        {
            _open[buy, sell] = open = new Opportunity(_symbol, in figures, now_ns);
            Report(OpportunityEventKind.Opened, open, PairVerdict.Qualifies, now_ns);
            return;
        }

        open.Confirm(in figures, now_ns);
        if (Math.Abs(figures.Net_bps - open.Reported_bps) >= _options.NetStep_bps)
            Report(OpportunityEventKind.Moved, open, PairVerdict.Qualifies, now_ns);
    }

    private void Expire(int buy, int sell, long now_ns)
    {
        if (_open[buy, sell] is not { IsInterrupted: true } open || now_ns - open.LastValid_ns < _options.Expiry_ms * 1_000_000)
            return;
        _open[buy, sell] = null;
        Report(OpportunityEventKind.Ended, open, open.Interruption, now_ns);
    }

    private void Report(OpportunityEventKind kind, Opportunity open, PairVerdict reason, long now_ns)
    {
        open.Reported_bps = open.Last.Net_bps;
        _events.Add(new OpportunityEvent(kind, open.Id, _symbol, open.Last, now_ns, reason, open));
    }
}
