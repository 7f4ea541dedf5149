using System.Reflection;
using System.Runtime.Loader;

namespace Platform.Strategy.Plugins;

/// <summary>
/// Loads one plugin DLL in its own context, which can be unloaded. All files are read into memory first, so that they can be replaced
/// while in use; the platform's own assemblies come from the host, so that contract types are identical.
/// </summary>
internal sealed class PluginLoadContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file), isCollectible: true)
{
    private readonly string _folder = Path.GetDirectoryName(file)!;

    public Assembly LoadMain(byte[] image) => LoadImage(image, Path.ChangeExtension(file, ".pdb"));

    protected override Assembly? Load(AssemblyName name)
    {
        if (name.Name is null || IsOfHost(name.Name))
            return null;
        string path = Path.Combine(_folder, name.Name + ".dll");
        return File.Exists(path) ? LoadImage(File.ReadAllBytes(path), Path.ChangeExtension(path, ".pdb")) : null;
    }

    private static bool IsOfHost(string name) => name is "Platform.Calculators" or "Platform.Analytics" or "Platform.Domain" or "Platform.Primitives";

    private Assembly LoadImage(byte[] image, string symbols)
    {
        using var assembly = new MemoryStream(image, writable: false);
        if (!File.Exists(symbols))
            return LoadFromStream(assembly);
        using var pdb = new MemoryStream(File.ReadAllBytes(symbols), writable: false);
        return LoadFromStream(assembly, pdb);
    }
}
