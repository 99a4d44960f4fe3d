namespace FastDataOperator.Testing;

/// <summary>A certificate and its key.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem);
