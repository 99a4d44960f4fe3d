namespace FastDataOperator.Testing;

/// <summary>How a private key is written in PEM.</summary>
public enum KeyForm
{
    /// <summary><c>PRIVATE KEY</c>, as most tools write it.</summary>
    EcPkcs8,

    /// <summary><c>EC PRIVATE KEY</c>, as older tools do.</summary>
    EcSec1,

    RsaPkcs8,

    /// <summary><c>RSA PRIVATE KEY</c>.</summary>
    RsaPkcs1,
}
