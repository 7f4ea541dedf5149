using Grpc.Core;
using Platform.Rpc.Headers;

namespace Platform.Rpc.Tests.Headers;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("99999999m", 99_999_999)]
    [InlineData("5000u", 5)]
    [InlineData("1000000n", 1)]
    public void A_timeout_is_read_in_every_unit(string text, long milliseconds)
    {
        Assert.True(TimeoutText.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, (long)timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("1")]
    [InlineData("1x")]
    [InlineData("-1m")]
    [InlineData("+1m")]
    [InlineData(" 1m")]
    [InlineData("123456789m")]
    public void Text_that_is_no_timeout_is_refused(string text) => Assert.False(TimeoutText.TryParse(text, out _));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100% ü\n", "100%25 %C3%BC%0A")]
    public void A_message_is_percent_encoded(string message, string encoded) => Assert.Equal(encoded, StatusText.EncodeMessage(message));

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%zz%41", "%zzA")]
    public void A_message_encoded_badly_is_read_as_far_as_it_goes(string encoded, string message) => Assert.Equal(message, StatusText.DecodeMessage(encoded));

    [Theory]
    [InlineData("0", StatusCode.OK)]
    [InlineData("16", StatusCode.Unauthenticated)]
    [InlineData("17", StatusCode.Unknown)]
    [InlineData("-1", StatusCode.Unknown)]
    [InlineData("x", StatusCode.Unknown)]
    public void A_code_that_is_not_known_is_Unknown(string text, StatusCode code) => Assert.Equal(code, StatusText.ParseCode(text));

    [Theory]
    [InlineData("AAE", new byte[] { 0, 1 })]
    [InlineData("AAE=", new byte[] { 0, 1 })]
    [InlineData("", new byte[0])]
    public void Bytes_are_read_with_and_without_padding(string text, byte[] bytes)
    {
        var metadata = new Metadata();
        MetadataText.AddTo(metadata, "raw-bin", text);
        Assert.Equal(bytes, metadata.GetValueBytes("raw-bin")!);
    }

    [Fact]
    public void Bytes_joined_by_a_comma_are_several_and_what_is_not_base64_is_left_out()
    {
        var metadata = new Metadata();
        MetadataText.AddTo(metadata, "raw-bin", "AAE,Ag==,?");
        Assert.Equal([[0, 1], [2]], metadata.Select(entry => entry.ValueBytes));
    }

    [Theory]
    [InlineData("", "v")]
    [InlineData("sp ace", "v")]
    [InlineData("raw-bin", "v")]
    public void A_key_that_metadata_does_not_allow_is_refused(string key, string value) => Assert.Throws<ArgumentException>(() => new Metadata { { key, value } });

    [Fact]
    public void Keys_are_lower_case_and_the_last_value_counts()
    {
        var metadata = new Metadata { { "Key", "1" }, { "key", "2" } };
        Assert.Equal(("2", "key"), (metadata.GetValue("KEY"), metadata[0].Key));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("a", "b"));
    }
}
