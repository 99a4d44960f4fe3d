namespace FastDataOperator.Testing;

/// <summary>A request that a <see cref="ScriptedWebServer"/> got.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">What its Content-Length announced.</param>
public sealed record ScriptedRequest(string Head, ReadOnlyMemory<byte> Body)
{
    /// <summary><see cref="Head"/> without the headers that credentials belong into.</summary>
    public string HeadWithoutCredentials => string.Join('\n', Head.Split('\n').Where(static line =>
        !line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase)
        && !line.StartsWith("Private-Token:", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Method and path, such as <c>POST /a.git/git-upload-pack</c>.</summary>
    public string Line => Head[..Head.IndexOf(" HTTP/", StringComparison.Ordinal)];
}
