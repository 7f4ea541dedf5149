using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Platform.Primitives.Outcomes;

namespace Platform.Http;

/// <summary>The certificate that a server shows: read from PEM files, and recognised by clients of the same platform.</summary>
public static class ServerCertificate
{
    /// <summary>A certificate with its private key. Invalid, naming the file, when either is not readable.</summary>
    /// <param name="keyFile">The file of the private key; the certificate's own file when empty.</param>
    public static Result<X509Certificate2> Read(string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile.Length > 0 ? keyFile : certificateFile);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new Fault(FaultKind.Invalid, $"'{certificateFile}': {unreadable.Message.TrimEnd('.')}. Expected PEM files of a certificate and its private key.");
        }
    }

    /// <summary>Accepts a server that shows this very certificate, independent of its issuer and its name, and no other.</summary>
    public static RemoteCertificateValidationCallback IsExactly(X509Certificate2 expected) =>
        (_, shown, _, _) => shown is not null && expected.RawDataMemory.Span.SequenceEqual(shown.GetRawCertData());
}
