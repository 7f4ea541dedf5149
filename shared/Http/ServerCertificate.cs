using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Platform.Primitives.Outcomes;

namespace Platform.Http;

/// <summary>The certificate of a server: reads it from PEM files and lets clients of the same platform verify it.</summary>
public static class ServerCertificate
{
    /// <summary>Reads a certificate with its private key. Invalid, with the file name, when one of them cannot be read.</summary>
    /// <param name="keyFile">The file of the private key; empty when the key is in the certificate file.</param>
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

    /// <summary>Accepts only a server with exactly this certificate, independent of its issuer and host name.</summary>
    public static RemoteCertificateValidationCallback IsExactly(X509Certificate2 expected) =>
        (_, shown, _, _) => shown is not null && expected.RawDataMemory.Span.SequenceEqual(shown.GetRawCertData());
}
