using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Tests.Headers;

public sealed class HeaderTextProperties
{
    [Fact]
    public void Any_message_comes_back_from_its_encoding() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
            return StatusText.DecodeMessage(StatusText.EncodeMessage(valid)) == valid;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_come_back_from_their_header() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var metadata = new Metadata();
            MetadataText.AddTo(metadata, "k-bin", MetadataText.Format(new Metadata.Entry("k-bin", bytes ?? [])));
            return metadata.GetValueBytes("k-bin")!.AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_timeout_of_up_to_a_century_comes_back_within_a_thousandth_and_never_longer() =>
        Prop.ForAll(Gen.Choose(1, 70_000_000).Select(n => TimeSpan.FromMicroseconds((long)n * n)).ToArbitrary(), timeout =>
            TimeoutText.TryParse(TimeoutText.Format(timeout), out var read) && read <= timeout && timeout - read <= TimeSpan.FromTicks((timeout.Ticks / 1000) + 10))
            .QuickCheckThrowOnFailure();
}
