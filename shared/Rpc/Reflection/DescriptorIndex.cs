using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Platform.Rpc.Reflection;

/// <summary>The protobuf files of a server's services, by file name and by symbol. Immutable.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];

    public DescriptorIndex(IReadOnlyList<ServiceDescriptor> services)
    {
        Services = [.. services.Select(service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        foreach (var service in services)
            Add(service.File);
    }

    /// <summary>Full names of the services, sorted.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>The file followed by all files that it imports, each as a serialized FileDescriptorProto; null when unknown.</summary>
    public IReadOnlyList<ByteString>? ByFileName(string name) => _files.TryGetValue(name, out var file) ? WithImports(file) : null;

    /// <summary>Like <see cref="ByFileName"/>, by the full name of a service, method, message, field, enum or value.</summary>
    public IReadOnlyList<ByteString>? BySymbol(string symbol) => _symbols.TryGetValue(symbol, out var file) ? WithImports(file) : null;

    /// <summary>True for a known message. It has no extensions, because proto3 does not support them.</summary>
    public bool HasMessage(string fullName) => _symbols.TryGetValue(fullName, out var file) && Messages(file.MessageTypes).Any(type => type.FullName == fullName);

    private static List<ByteString> WithImports(FileDescriptor file)
    {
        var files = new List<FileDescriptor> { file };
        for (var i = 0; i < files.Count; i++)
            files.AddRange(files[i].Dependencies.Where(import => !files.Contains(import)));
        return [.. files.Select(one => one.SerializedData)];
    }

    private static IEnumerable<MessageDescriptor> Messages(IEnumerable<MessageDescriptor> types) =>
        types.SelectMany(type => Messages(type.NestedTypes).Prepend(type));

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
                _symbols[method.FullName] = file;
        }

        foreach (var message in Messages(file.MessageTypes))
            AddMessage(message);
        foreach (var type in file.EnumTypes)
            AddEnum(type);
        foreach (var import in file.Dependencies)
            Add(import);
    }

    private void AddMessage(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
            _symbols[field.FullName] = message.File;
        foreach (var oneof in message.Oneofs)
            _symbols[oneof.FullName] = message.File;
        foreach (var type in message.EnumTypes)
            AddEnum(type);
    }

    private void AddEnum(EnumDescriptor type)
    {
        _symbols[type.FullName] = type.File;
        foreach (var value in type.Values)
            _symbols[value.FullName] = type.File;
    }
}
