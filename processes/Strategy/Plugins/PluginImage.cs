using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Platform.Calculators;
using Platform.Primitives.Outcomes;

namespace Platform.Strategy.Plugins;

/// <summary>The metadata of a DLL, read before any of its code is loaded.</summary>
/// <param name="Contract">Version of Platform.Calculators it was built against; null when it does not reference it (a dependency of a plugin).</param>
internal sealed record PluginImage(string File, byte[] Bytes, string AssemblyVersion, Version? Contract)
{
    private const string ContractAssembly = "Platform.Calculators";

    /// <summary>Reads file and metadata; Invalid when it is not a .NET assembly or was built against another contract version.</summary>
    public static Result<PluginImage> Read(string file)
    {
        try
        {
            byte[] bytes = System.IO.File.ReadAllBytes(file);
            using var reader = new PEReader(new MemoryStream(bytes, writable: false));
            if (!reader.HasMetadata)
                return NotAnAssembly(file, "it has no .NET metadata");
            MetadataReader metadata = reader.GetMetadataReader();
            var image = new PluginImage(file, bytes, metadata.GetAssemblyDefinition().Version.ToString(3), ContractOf(metadata));
            return image.Contract is { } built && built.Major != CalculatorContract.Version
                ? new Fault(FaultKind.Invalid, $"{file} was built against version {built.Major} of the calculator contract; this platform has version {CalculatorContract.Version}. Rebuild the plugin against this platform's Platform.Calculators.dll.")
                : image;
        }
        catch (Exception broken) when (broken is BadImageFormatException or InvalidOperationException)
        {
            return NotAnAssembly(file, broken.Message);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultKind.Unavailable, $"{file} cannot be read: {refused.Message}", IsTransient: true);
        }
    }

    private static Version? ContractOf(MetadataReader metadata)
    {
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            AssemblyReference reference = metadata.GetAssemblyReference(handle);
            if (metadata.StringComparer.Equals(reference.Name, ContractAssembly))
                return reference.Version;
        }

        return null;
    }

    private static Fault NotAnAssembly(string file, string why) =>
        new(FaultKind.Invalid, $"{file} is not a .NET assembly ({why}). Put built calculator DLLs into the plugins folder, and nothing else that ends in .dll.");
}
