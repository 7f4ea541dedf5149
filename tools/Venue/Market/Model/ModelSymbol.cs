using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Sources;
using Platform.Venue.Market.Books;

namespace Platform.Venue.Market.Model;

/// <summary>
/// One contract of the model: a latent price with volatility clustering and a common factor, a slow premium over the index,
/// and self-exciting arrivals of taker orders (Hawkes process, simulated by thinning). Quotes follow the latent price; taker orders are matched in the book.
/// </summary>
internal sealed class ModelSymbol
{
    private const double BranchingRatio = 0.72;
    private const double Decay = 4;
    private const double VolatilityReversion = 1 / 2400.0;
    private const double VolatilityOfVolatility = 0.55;
    private const double OwnShare = 0.45;
    private const double CommonShare = 0.9;
    private const double SideMemory = 0.3;
    private const double SizeDeviation = 2.15;

    /// <summary>Sensitivity of taker arrivals to the slow and the fast volatility; <c>Level</c> normalizes the mean of the product to 1.</summary>
    private const double SlowPull = 0.5, FastPull = 1.1, Level = 0.25;

    /// <summary>Sensitivity of taker arrivals to the price change of the last seconds.</summary>
    private const double MoveShare = 0.7, MoveMemory_s = 25, MaxMove = 5;

    /// <summary>Parameters of the premium over the index: a mean slightly below zero, and a slow and a fast component.</summary>
    private const double PremiumMean = -0.00038, PremiumReversion = 1 / 21_600.0, PremiumDeviation = 0.00024, FastPremiumReversion = 1 / 300.0, FastPremiumDeviation = 0.0002;
    private const long Settling_ms = 1_800_000;

    private readonly ModelContract _contract;
    private readonly MarketMakerLadder _ladder;
    private readonly ModelSymbol? _leader;
    private readonly int _index;
    private SeededStream _stream;
    private double _log;
    private double _volatility;
    private double _premium;
    private double _excitement;
    private double _factor;
    private double _slow;
    private double _fast;
    private double _fastPremium;
    private double _moved = 1;
    private Side _side = Side.Buy;
    private long _last_ms;
    private bool _pending;
    private bool _settling;
    private bool _opened;

    /// <param name="leader">The contract whose price this contract follows; null for an independent price.</param>
    public ModelSymbol(ulong seed, int index, ModelContract contract, double logPrice, long start_ms, ModelSymbol? leader)
    {
        (_index, _contract, _log, _last_ms, _leader) = (index, contract, logPrice, start_ms, leader);
        _stream = SeededStream.Of(seed, 0xA1, index);
        _ladder = new MarketMakerLadder(seed, index, new LadderTerms(contract.TickUnits, contract.StepUnits, contract.DepthNotional, contract.SpreadShare));
        _premium = PremiumMean + PremiumDeviation * _stream.Normal();
        Next_ms = Math.Max(start_ms, contract.Listed_ms);
        _pending = contract.Listing.Instrument.Status == InstrumentStatus.PendingTrading;
    }

    public long Next_ms { get; private set; }

    public double Index => _leader?.Index ?? Math.Exp(_log) / (1 + _premium + _fastPremium);

    /// <summary>Executes one candidate arrival: the price moves, the market maker quotes again, and a taker order follows if the arrival is accepted. The first call only quotes.</summary>
    public void Advance(IMarketActions actions, in CommonMove common)
    {
        long now_ms = Next_ms;
        if (now_ms >= _contract.Delisted_ms)
        {
            actions.ChangeStatus(_index, InstrumentStatus.Closed);
            actions.Quote(_index, [], []);
            Next_ms = long.MaxValue;
            return;
        }

        if (!_settling && now_ms >= _contract.Delisted_ms - Settling_ms)
        {
            actions.ChangeStatus(_index, InstrumentStatus.Settling);
            _settling = true;
        }

        if (_pending)
            actions.ChangeStatus(_index, InstrumentStatus.Trading);
        _pending = false;
        double elapsed = (now_ms - _last_ms) / 1000.0;
        double bound = Intensity(_last_ms);
        Move(elapsed, common, now_ms);
        double intensity = Intensity(now_ms);
        _ladder.Quote(actions, Math.Exp(_log), now_ms);
        bool opens = !_opened;
        _opened = true;
        if (!opens && _stream.Uniform() * Math.Max(bound, intensity) < intensity)
        {
            Take(actions);
            _excitement += BranchingRatio * Decay;
        }

        double gap = Math.Min(_stream.Exponential() / Intensity(now_ms), 5);
        Next_ms = now_ms + Math.Max(1, (long)(gap * 1000));
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        serializer.Value(ref _stream);
        (_log, _volatility, _premium, _excitement) = (serializer.Value(_log), serializer.Value(_volatility), serializer.Value(_premium), serializer.Value(_excitement));
        (_factor, _slow, _fast, _fastPremium) = (serializer.Value(_factor), serializer.Value(_slow), serializer.Value(_fast), serializer.Value(_fastPremium));
        _moved = serializer.Value(_moved);
        (_last_ms, Next_ms, _side) = (serializer.Value(_last_ms), serializer.Value(Next_ms), serializer.Value(_side));
        (_pending, _settling, _opened) = (serializer.Value(_pending), serializer.Value(_settling), serializer.Value(_opened));
    }

    /// <summary>Arrivals per second; higher when this contract or the whole market is volatile, and after recent arrivals.</summary>
    private double Intensity(long now_ms) =>
        _contract.TradesPerSecond * (1 - BranchingRatio) * Seasonality.At(now_ms) * _contract.PaceAt(now_ms) * Math.Exp(Math.Min(3, SlowPull * (_volatility + _slow) + FastPull * _fast) - Level)
        * (1 - MoveShare + MoveShare * Math.Min(MaxMove, Math.Sqrt(_moved))) + _excitement;

    private void Move(double elapsed, in CommonMove common, long now_ms)
    {
        _last_ms = now_ms;
        _excitement *= Math.Exp(-Decay * elapsed);
        _volatility += -VolatilityReversion * elapsed * _volatility + VolatilityOfVolatility * Math.Sqrt(2 * VolatilityReversion * elapsed) * _stream.Normal();
        _fastPremium += -FastPremiumReversion * elapsed * _fastPremium + FastPremiumDeviation * Math.Sqrt(2 * FastPremiumReversion * elapsed) * _stream.Normal();
        _premium += -PremiumReversion * elapsed * (_premium - PremiumMean) + PremiumDeviation * Math.Sqrt(2 * PremiumReversion * elapsed) * _stream.Normal();
        double perSecond = _contract.DailyVolatility / Math.Sqrt(86_400) * Math.Sqrt(Seasonality.At(now_ms) * _contract.PaceAt(now_ms));
        double own = perSecond * Math.Exp(_volatility - VolatilityOfVolatility * VolatilityOfVolatility / 2) * OwnShare * Math.Exp(0.5 * (common.Slow + common.Fast) - 0.1) * Math.Sqrt(elapsed) * _stream.Normal();
        double move = _leader is null ? own + perSecond * CommonShare * _contract.Beta * (common.Factor - _factor) : _leader._log + _contract.CarryAt(now_ms) - _log;
        _log += move;
        _moved = _moved * Math.Exp(-elapsed / MoveMemory_s) + move * move / (perSecond * perSecond * MoveMemory_s);
        (_factor, _slow, _fast) = (common.Factor, common.Slow, common.Fast);
    }

    private void Take(IMarketActions actions)
    {
        (long bid, long ask) = actions.Best(_index);
        if (bid == 0 || ask == 0)
            return;
        double pull = (Math.Exp(_log) * 1e8 - (bid + ask) / 2.0) / Math.Max(1, ask - bid);
        Side side = _stream.Uniform() < SideMemory ? _side : _stream.Uniform() < 0.5 + 0.3 * Math.Tanh(pull) ? Side.Buy : Side.Sell;
        _side = side;
        double notional = _contract.MeanTradeNotional * Math.Exp(SizeDeviation * (Math.Min(4, _stream.Normal()) - SizeDeviation / 2));
        long touch = side == Side.Buy ? ask : bid;
        long quantity = Math.Max(1, (long)(notional / (touch * 1e-8) * 1e8 / _contract.StepUnits)) * _contract.StepUnits;
        long reach = Math.Max(10, (long)(touch * 0.0008 / _contract.TickUnits)) * _contract.TickUnits;
        actions.Sweep(_index, side, quantity, side == Side.Buy ? touch + reach : Math.Max(_contract.TickUnits, touch - reach));
    }
}
