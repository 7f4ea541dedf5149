using System.Reflection;
using System.Runtime.InteropServices;
using Platform.Primitives.Outcomes;

namespace Platform.Bus.Native;

/// <summary>Finds libzmq on this machine once, and reports what to install when it is missing.</summary>
internal static class ZeroMqLibrary
{
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["libzmq.dll", "libzmq-v143-mt-4_3_5.dll"]
        : OperatingSystem.IsMacOS() ? ["libzmq.5.dylib", "libzmq.dylib"] : ["libzmq.so.5", "libzmq.so"];

    private static readonly Lazy<Result<nint>> Handle = new(() => Load(Names));

    static ZeroMqLibrary() => NativeLibrary.SetDllImportResolver(typeof(ZeroMqLibrary).Assembly, Resolve);

    /// <summary>Succeeds when the library is loaded and new enough; otherwise returns a fault that names the remedy.</summary>
    public static Result<Done> Require()
    {
        if (!Handle.Value.TryGet(out _, out Fault? fault))
            return fault;
        ZeroMq.zmq_version(out int major, out int minor, out int patch);
        return (major, minor) is ( >= 5, _) or (4, >= 2)
            ? Done.Value
            : new Fault(FaultKind.Unavailable, $"libzmq {major}.{minor}.{patch} is too old: the bus needs 4.2 or later ({Remedy})");
    }

    internal static Result<nint> Load(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, name), out nint handle) || NativeLibrary.TryLoad(name, out handle))
                return handle;
        }

        return new Fault(FaultKind.Unavailable, $"the ZeroMQ library ({string.Join(" or ", names)}) is not installed on this machine, and the bus cannot start without it: {Remedy}");
    }

    private static string Remedy =>
        OperatingSystem.IsWindows() ? $"copy libzmq.dll to the folder of the program, {AppContext.BaseDirectory}"
        : OperatingSystem.IsMacOS() ? "brew install zeromq"
        : "apt-get install libzmq5";

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != ZeroMq.Library)
            return 0;
        return Handle.Value.TryGet(out nint handle, out Fault? fault) ? handle : throw new DllNotFoundException(fault.Message);
    }
}
