namespace Platform.Executor.Orders;

/// <summary>Whether orders may be sent now. The account's context sets it from the operator's state; the order work checks it before each send.</summary>
internal sealed class TradingSwitch
{
    /// <summary>The kill switch: nothing leaves but cancels.</summary>
    public bool Killed { get; set; }

    /// <summary>No new run begins; what is at work goes to its end.</summary>
    public bool Paused { get; set; }

    /// <summary>Why an order must not leave; empty when it may.</summary>
    public string WhyNot => Killed ? "the kill switch is on" : "";

    /// <summary>Why a new run must not begin; empty when it may.</summary>
    public string WhyNoRun => Killed ? "the kill switch is on" : Paused ? "trading is paused" : "";
}
