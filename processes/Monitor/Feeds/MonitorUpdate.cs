using Platform.Hosting.Alerts;
using Platform.Wire.V1;

namespace Platform.Monitor.Feeds;

/// <summary>An update for the monitor's loop; every source puts updates into one bounded queue.</summary>
internal abstract record MonitorUpdate;

internal sealed record AccountSeen(AccountEvent Account) : MonitorUpdate;

internal sealed record OrderSeen(OrderEvent Order) : MonitorUpdate;

/// <param name="Open">All open parents.</param>
internal sealed record ParentsSeen(string Account, IReadOnlyList<ParentRow> Open) : MonitorUpdate;

internal sealed record FillSeen(FillEvent Fill) : MonitorUpdate;

internal sealed record AlertSeen(AlertEvent Alert) : MonitorUpdate;

internal sealed record OwnAlert(Alert Alert) : MonitorUpdate;

internal sealed record AlertsSeen(ListAlertsReply Alerts) : MonitorUpdate;

internal sealed record ProcessesSeen(ListProcessesReply Processes) : MonitorUpdate;

internal sealed record RunsSeen(ListRunsReply Runs) : MonitorUpdate;

internal sealed record DataHealthSeen(DataHealthEvent Health) : MonitorUpdate;

internal sealed record CommandsSeen(ListCommandsReply Commands) : MonitorUpdate;

internal sealed record CoordinatorSilent(string Why) : MonitorUpdate;
