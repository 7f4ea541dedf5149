using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

/// <summary>For all actions of clients and operators: money is neither created nor lost, every sold contract is a bought contract, and the book satisfies its invariants.</summary>
public sealed class ConservationProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(150).WithReplay(20_251_122UL, 4_711UL);

    [Fact]
    public void Random_orders_liquidations_fundings_and_deleveragings_satisfy_every_invariant_at_every_event()
    {
        var seen = new HashSet<string>();
        Prop.ForAll(RandomClient.Steps.ListOf().ToArbitrary(), steps =>
        {
            using var venue = new TestExchange(options => RandomClient.Eventful(options) with { Seed = (ulong)(steps.Count + 1) });
            var rules = new RuleCheck(venue);
            using IDisposable subscription = venue.Exchange.Subscribe(rules);
            foreach (RandomStep step in steps)
            {
                RandomClient.Do(venue, step);
                venue.Run(step.Wait_ms / 1000.0);
                if (rules.Broken.FirstOrDefault() is { } broken)
                    Assert.Fail($"{step}: {broken}");
                Assert.True(venue.Touch.Bid.IsZero || venue.Touch.Ask.IsZero || venue.Touch.Bid < venue.Touch.Ask, $"{step}: the book is crossed, {venue.Touch}");
            }

            seen.UnionWith(rules.Seen);
        }).Check(Settings);
        string[] wanted = ["Trade", "Calculated", "Amendment", "Expired", "FundingFee", "Adl", "PartiallyFilled", "hedge", "isolated", "InsuranceClear", "algo Triggered", "ReduceOnlyKnockedOut", "SelfTrade", "maker", "taker"];
        Assert.Equal([], wanted.Except(seen));
    }

    /// <summary>Checks sums and invariants at every event.</summary>
    private sealed class RuleCheck(TestExchange venue) : IExchangeSink
    {
        private readonly Dictionary<(AccountId, PositionSide), Quantity> _amounts = [];
        private readonly Dictionary<(AccountId, PositionSide), Quantity> _before = [];

        /// <summary>Open limit orders in the order of their arrival or of their last modification.</summary>
        private readonly List<OrderView> _queue = [];

        public List<string> Broken { get; } = [];

        public HashSet<string> Seen { get; } = [];

        public void TradePrinted(in TradeView trade)
        {
            Seen.Add(trade.Origin.ToString());
            Balance("a print");
        }

        public void TradeLiteSent(TradeLite trade) => Balance("a fill's notice");

        public void AlgoOrderUpdated(AlgoOrderUpdated update)
        {
            Seen.Add($"algo {update.Order.Status}");
            Balance("a conditional order");
        }

        public void ForceOrderPlaced(ForceOrderView order, Price averagePrice, long time_ms) => Balance("a forced order");

        public void AccountUpdated(AccountUpdated update)
        {
            Seen.Add(update.Reason.ToString());
            foreach (PositionView row in update.Positions)
            {
                Seen.Add(row.PositionSide == PositionSide.Both ? "one-way" : "hedge");
                Seen.Add(row.MarginType == MarginType.Isolated ? "isolated" : "cross");
                _before[(update.Account, row.PositionSide)] = _amounts.GetValueOrDefault((update.Account, row.PositionSide));
                _amounts[(update.Account, row.PositionSide)] = row.Amount;
            }

            Balance($"an account's {update.Reason}");
        }

        public void OrderUpdated(OrderUpdated update)
        {
            Seen.Add(update.Execution.ToString());
            Seen.Add(update.ExpiryReason.ToString());
            Seen.Add(update.Order.Status.ToString());
            Balance($"an order's {update.Execution}");
            if (update.Execution == ExecutionType.Trade)
            {
                Seen.Add(update.IsMaker ? "maker" : "taker");
                Reduces(update);
                Waits(update);
            }

            Follow(update);
        }

        private void Balance(string at)
        {
            if (!venue.Exchange.Imbalance().IsZero)
                Broken.Add($"at {at} the pockets sum to {venue.Exchange.Imbalance()}");
            if (!venue.Exchange.OpenInterestBalance(TestExchange.Btc).IsZero)
                Broken.Add($"at {at} the positions sum to {venue.Exchange.OpenInterestBalance(TestExchange.Btc)}");
        }

        /// <summary>An order that may only close never increases or reverses a position.</summary>
        private void Reduces(OrderUpdated update)
        {
            OrderView order = update.Order;
            bool closes = order.ReduceOnly || order.ClosePosition || (order.PositionSide == PositionSide.Long && order.Side == Side.Sell) || (order.PositionSide == PositionSide.Short && order.Side == Side.Buy);
            (Quantity now, Quantity before) = (_amounts.GetValueOrDefault((order.Account, order.PositionSide)), _before.GetValueOrDefault((order.Account, order.PositionSide)));
            if (closes && (now.Abs > before.Abs || now.Sign * before.Sign < 0))
                Broken.Add($"order {order.OrderId} only closes and moved {before} to {now}");
        }

        /// <summary>An order with a better price, or with an earlier time at the same price, is never skipped.</summary>
        private void Waits(OrderUpdated update)
        {
            if (!update.IsMaker)
                return;
            foreach (OrderView ahead in _queue)
            {
                if (ahead.OrderId == update.Order.OrderId)
                {
                    if (update.LastPrice != ahead.Price)
                        Broken.Add($"order {ahead.OrderId} rests at {ahead.Price} and filled at {update.LastPrice}");
                    return;
                }

                bool passed = ahead.Side == update.Order.Side && ahead.TimeInForce != TimeInForce.Rpi && update.Order.TimeInForce != TimeInForce.Rpi
                    && ahead.Price == update.Order.Price;
                if (passed)
                    Broken.Add($"order {update.Order.OrderId} filled before {ahead.OrderId}, which waits longer at {ahead.Price}");
            }
        }

        private void Follow(OrderUpdated update)
        {
            OrderView order = update.Order;
            int at = _queue.FindIndex(waiting => waiting.OrderId == order.OrderId);
            bool trimmed = update.ExpiryReason == ExpiryReason.ReduceOnlyKnockedOut;
            bool again = update.Execution == ExecutionType.New || (update.Execution == ExecutionType.Amendment && !trimmed);
            if (at >= 0 && (again || !order.IsOpen))
                _queue.RemoveAt(at);
            else if (at >= 0)
                _queue[at] = order;
            if (!order.IsOpen || !again || order.Type != OrderType.Limit)
                return;
            _queue.Add(order);
        }
    }
}
