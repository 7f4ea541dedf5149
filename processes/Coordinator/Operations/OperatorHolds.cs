using Platform.Contracts;
using Platform.Wire.V1;

namespace Platform.Coordinator.Operations;

/// <summary>
/// The holds that result from the commands so far, by account and symbol. An executor that is new, or that was disconnected while a
/// command expired, starts from these. Not thread-safe: the command log owns it.
/// </summary>
internal sealed class OperatorHolds(IReadOnlySet<string> accounts)
{
    private const string Paused = "paused";
    private const string Killed = "killed";
    private const string ReduceOnly = "reduce-only";

    private readonly SortedDictionary<(string Account, string Symbol, string Kind), OperatorHold> _holds = [];

    public void Apply(CommandRequest command, IEnumerable<string> targets)
    {
        foreach (string account in targets)
        {
            switch (command.Kind)
            {
                // The target refuses to flatten a killed account or symbol.
                case CommandKinds.Flatten when _holds.ContainsKey((account, "", Killed)) || _holds.ContainsKey((account, command.Symbol, Killed)):
                    break;
                case CommandKinds.Pause or CommandKinds.Flatten:
                    Set(command, account, Paused);
                    break;
                case CommandKinds.ReduceOnly:
                    Set(command, account, ReduceOnly);
                    break;
                case CommandKinds.Kill:
                    Set(command, account, Killed);
                    break;
                case CommandKinds.Revive:
                    _holds.Remove((account, command.Symbol, Killed));
                    break;
                case CommandKinds.Resume when !_holds.ContainsKey((account, command.Symbol, Killed)):
                    _holds.Remove((account, command.Symbol, Paused));
                    _holds.Remove((account, command.Symbol, ReduceOnly));
                    break;
            }
        }
    }

    public IEnumerable<OperatorHold> Of(string account) => _holds.Where(pair => pair.Key.Account == account).Select(pair => pair.Value);

    public OperatorState ToWire(long version)
    {
        var state = new OperatorState { Version = version, Paused = IsEverywhere(Paused), Killed = IsEverywhere(Killed) };
        foreach (string account in accounts.Order(StringComparer.Ordinal))
            state.Accounts.Add(new AccountHolds { Account = account, Holds = { Of(account) } });
        return state;
    }

    private bool IsEverywhere(string kind) => accounts.Count > 0 && accounts.All(account => _holds.ContainsKey((account, "", kind)));

    private void Set(CommandRequest command, string account, string kind) =>
        _holds.TryAdd((account, command.Symbol, kind), new OperatorHold { Kind = kind, Symbol = command.Symbol, By = command.By, Reason = command.Reason });
}
