using Platform.Primitives.Outcomes;

namespace Platform.Store.Documents;

/// <summary>Turns what the file system refuses into faults whose text states what to do.</summary>
internal static class StoreFault
{
    private const int NoSpaceLinux = 28;
    private const int DiskFullWindows = 112;

    public static Fault Of(Exception refused, string what) => refused switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Fault(FaultKind.NotFound, $"{what}: it does not exist"),
        UnauthorizedAccessException => new Fault(FaultKind.Unavailable, $"{what}: no permission; let the user that runs the platform write there, or configure another folder"),
        IOException full when (full.HResult & 0xFFFF) is NoSpaceLinux or DiskFullWindows =>
            new Fault(FaultKind.Exhausted, $"{what}: the disk is full; free space and restart", IsTransient: true),
        _ => new Fault(FaultKind.Unavailable, $"{what}: {refused.Message}", IsTransient: true),
    };
}
