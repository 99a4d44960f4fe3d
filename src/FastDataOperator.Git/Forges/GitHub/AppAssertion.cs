using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FastDataOperator.Git.Forges.GitHub;

/// <summary>What an App proves itself with: a JSON Web Token signed by its key (RS256, RFC 7518, 3.3).</summary>
internal static class AppAssertion
{
    /// <summary>Made in the past, so that a clock that is a little fast does no harm.</summary>
    private static readonly TimeSpan s_back = TimeSpan.FromSeconds(60);

    /// <summary>The longest that GitHub takes.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);

    public static string Sign(GitCredentials.GitHubApp app, DateTimeOffset now)
    {
        var made = now - s_back;
        var claims = new AppClaims(made.ToUnixTimeSeconds(), (made + s_life).ToUnixTimeSeconds(), app.AppId);
        var text = $"{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new AppHeader("RS256", "JWT"), GitHubJson.Default.AppHeader))}."
            + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, GitHubJson.Default.AppClaims));
        using var key = RSA.Create();
        key.ImportFromPem(app.PrivateKey);
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
