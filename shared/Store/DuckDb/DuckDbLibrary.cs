using System.Reflection;
using System.Runtime.InteropServices;
using Platform.Primitives.Outcomes;

namespace Platform.Store.DuckDb;

/// <summary>Finds libduckdb once, in this order: PLATFORM_DUCKDB, the program's folder, scripts/native of the repository, the system.</summary>
internal static class DuckDbLibrary
{
    public const string ImportName = "libduckdb";
    public const string Variable = "PLATFORM_DUCKDB";

    private static readonly Lazy<Result<nint>> Handle = new(() => Load(Environment.GetEnvironmentVariable(Variable), Candidates()));

    static DuckDbLibrary() => NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);

    /// <summary>Succeeds when the library is loaded; otherwise returns a fault that names the remedy.</summary>
    public static Result<Done> Require() => Handle.Value.Then<Done>(_ => Done.Value);

    internal static Result<nint> Load(string? configured, IEnumerable<string> candidates)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return NativeLibrary.TryLoad(configured, out nint chosen)
                ? chosen
                : new Fault(FaultKind.Unavailable, $"{Variable} is '{configured}', which is not a DuckDB library for this machine; correct it or unset it");
        }

        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return handle;
        }

        return new Fault(
            FaultKind.Unavailable,
            $"the DuckDB library ({FileName}) is not installed on this machine, and history cannot be stored or read without it: run scripts/setup.sh (or 'npm ci' in scripts/native), copy {FileName} to the program's folder, or set {Variable} to its path");
    }

    private static string FileName => OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

    private static IEnumerable<string> Candidates()
    {
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string package = $"node-bindings-{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "scripts", "native", "node_modules", "@duckdb", package, FileName);
            if (File.Exists(path))
                yield return path;
        }

        yield return FileName;
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != ImportName)
            return 0;
        return Handle.Value.TryGet(out nint handle, out Fault? fault) ? handle : throw new DllNotFoundException(fault.Message);
    }
}
