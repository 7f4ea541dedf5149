using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Platform.Accounting.Reports;

namespace Platform.Monitor.Rows;

/// <summary>The JSON of the API: camelCase names, null instead of NaN, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified)]
[JsonSerializable(typeof(ProcessesReply))]
[JsonSerializable(typeof(IReadOnlyList<AccountRow>))]
[JsonSerializable(typeof(IReadOnlyList<PositionRow>))]
[JsonSerializable(typeof(IReadOnlyList<OrderRow>))]
[JsonSerializable(typeof(RunsReply))]
[JsonSerializable(typeof(EquityReply))]
[JsonSerializable(typeof(EquityPoint))]
[JsonSerializable(typeof(FillNotice))]
[JsonSerializable(typeof(IReadOnlyList<AlertRow>))]
[JsonSerializable(typeof(IReadOnlyList<OperatorCommandRow>))]
[JsonSerializable(typeof(IReadOnlyList<ListedParent>))]
[JsonSerializable(typeof(IReadOnlyList<ListedFill>))]
[JsonSerializable(typeof(IReadOnlyList<LiveParent>))]
[JsonSerializable(typeof(IReadOnlyList<ReportedPosition>))]
[JsonSerializable(typeof(AccountReport))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class PageJson : JsonSerializerContext
{
    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}
