namespace FastDataOperator.Testing;

/// <summary>How a <see cref="GitWebServer"/> treats who asks.</summary>
public sealed record GitWebServerOptions
{
    /// <summary>User and password that are asked for, or null.</summary>
    public (string User, string Password)? Basic { get; init; }

    /// <summary>Token that is asked for, or null.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Whether the server hears the request for protocol version 2; without it, it answers in version 0.</summary>
    public bool SpeaksProtocolV2 { get; init; } = true;

    /// <summary>Whether to serve https, with a certificate for <c>localhost</c> that it signed itself (<see cref="GitWebServer.CertificateFile"/>).</summary>
    public bool IsSecure { get; init; }

    /// <summary>The certificate of a secure server, in place of its own; it may be followed by those above it.</summary>
    public IssuedCertificate? Certificate { get; init; }

    /// <summary>PEM: a secure server takes only clients with a certificate of this authority; null where it asks for none.</summary>
    public string? ClientAuthority { get; init; }

    /// <summary>More lines for nginx's <c>server</c> block.</summary>
    public string ExtraConfiguration { get; init; } = "";

    /// <summary>How many requests are served at once.</summary>
    public int Workers { get; init; } = 4;
}
