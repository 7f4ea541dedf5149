using Platform.Monitor.Rows;
using Platform.Primitives.Outcomes;

namespace Platform.Monitor.Http;

/// <summary>Where operator commands go: to the coordinator. The monitor itself changes no state.</summary>
internal interface IOperatorDesk
{
    /// <summary>Unavailable when the coordinator does not answer; a refusal by it is an answer.</summary>
    Task<Result<CommandAnswer>> SendAsync(CommandBody command, CancellationToken cancel);
}
