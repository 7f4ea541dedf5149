using Platform.Analytics.Risk;

namespace Platform.Executor.Ledger;

/// <summary>What an operator, or a risk rule, holds back; from mild to severe.</summary>
internal enum HoldKind : byte
{
    /// <summary>Only what makes a position smaller is sent.</summary>
    ReduceOnly = 1,

    /// <summary>No run begins and parents of runs at work send nothing.</summary>
    Paused = 2,

    /// <summary>Nothing leaves but cancels.</summary>
    Killed = 3,
}

/// <summary>A command has arrived; it is at work until its <see cref="CommandEnded"/>, over restarts.</summary>
/// <param name="Sequence">Its number at the coordinator; 0 for one that a risk rule of this process gave.</param>
/// <param name="Symbol">Empty for the whole account.</param>
/// <param name="Setting">Of a limit: the key below risk. Of a reset: the rule, empty for all.</param>
/// <param name="Value">Of a limit: the number as text, empty for the configured one.</param>
internal sealed record CommandReceived(
    long At_ms, long Sequence, string CommandId, string Kind, string Symbol, string By, string Reason, string Setting = "", string Value = "") : LedgerRecord(At_ms);

/// <param name="Done">False when the command was refused or another ended it.</param>
internal sealed record CommandEnded(long At_ms, string CommandId, bool Done, string Detail) : LedgerRecord(At_ms);

/// <summary>The coordinator has taken the end of the command.</summary>
internal sealed record CommandReported(long At_ms, string CommandId) : LedgerRecord(At_ms);

/// <summary>Commands up to the sequence are not for this ledger: it is new, or the coordinator's is.</summary>
internal sealed record CommandsJoined(long At_ms, long Sequence) : LedgerRecord(At_ms);

/// <param name="Symbol">Empty for the whole account.</param>
internal sealed record HoldSet(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

internal sealed record HoldEnded(long At_ms, HoldKind Kind, string Symbol, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A rule was broken: its action holds until an operator resets it.</summary>
internal sealed record LatchSet(long At_ms, string Rule, RiskAction Action, string Message) : LedgerRecord(At_ms);

/// <summary>An operator has looked and says why trading may go on.</summary>
internal sealed record LatchReset(long At_ms, string Rule, string By, string Reason) : LedgerRecord(At_ms);

/// <summary>A risk limit of this account from here on; null for the configured one.</summary>
internal sealed record LimitChanged(long At_ms, string Key, double? Value, string By, string Reason) : LedgerRecord(At_ms);
