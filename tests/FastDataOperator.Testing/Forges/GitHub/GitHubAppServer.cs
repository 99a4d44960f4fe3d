using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Http;

namespace FastDataOperator.Testing.Forges.GitHub;

/// <summary>A GitHub that gives an App tokens, as strictly as the real one: by the App's public key and by the clock.</summary>
public sealed class GitHubAppServer(TimeProvider timeProvider) : GitHubServer
{
    public const string AppId = "4711";
    public const long Installation = 815;

    private static readonly RSA s_key = RSA.Create(2048);
    private static readonly HttpClient s_client = new();

    private readonly ConcurrentDictionary<string, bool> _valid = new(StringComparer.Ordinal);
    private RSA _trusted = s_key;
    private int _given;

    public static string Key { get; } = TestSecrets.Register(s_key.ExportRSAPrivateKeyPem());

    /// <summary>The one that counts.</summary>
    public string TrustedKey { get; private set; } = Key;

    /// <summary>The organisations and users that the App is installed on.</summary>
    public string? Organisation { get; init; } = "acme";

    public string? User { get; init; }

    /// <summary>How far its clock is ahead, as far as tokens go.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>How long a token holds.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The token that is given at a time, the first at 1.</summary>
    public static string TokenOf(int number) => string.Create(CultureInfo.InvariantCulture, $"ghs_{TestSecrets.Canary}{number}");

    /// <summary>How many tokens were given.</summary>
    public int Given => Volatile.Read(ref _given);

    /// <summary>Awaited before a token is given.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Where Git itself is, behind this server; its requests need a token as well.</summary>
    public string? GitOrigin { get; set; }

    /// <summary>Somebody makes another key and deletes the old one, and the tokens that it got with it.</summary>
    public void RotateKey()
    {
        _trusted = RSA.Create(2048);
        TrustedKey = TestSecrets.Register(_trusted.ExportRSAPrivateKeyPem());
        Revoke();
    }

    /// <summary>Tokens that were given count no more.</summary>
    public void Revoke() => _valid.Clear();

    /// <summary>Whether given tokens are accepted at all.</summary>
    public bool AcceptsTokens { get; set; } = true;

    /// <summary>To be set as the server's fault: passes Git's own requests on, and holds exchanges at the gate.</summary>
    public async Task<bool> ServeGitAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/access_tokens", StringComparison.Ordinal))
        {
            await Gate;
            return false;
        }

        if (!path.StartsWith($"/{RepositoryPath}/", StringComparison.Ordinal))
        {
            return false;
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        var pair = authorization.StartsWith("Basic ", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(authorization[6..])) : "";
        if (!pair.StartsWith("x-access-token:", StringComparison.Ordinal) || !IsValid(pair["x-access-token:".Length..]))
        {
            context.Response.StatusCode = 401;
            return true;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), GitOrigin + path + context.Request.QueryString);
        using var buffer = new MemoryStream();
        context.Request.Body.Position = 0;
        await context.Request.Body.CopyToAsync(buffer);
        if (buffer.Length > 0)
        {
            request.Content = new ByteArrayContent(buffer.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        request.Headers.TryAddWithoutValidation("Git-Protocol", context.Request.Headers["Git-Protocol"].ToString());
        using var response = await s_client.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body);
        return true;
    }

    protected override ForgeReply AnswerOther(ForgeCall call)
    {
        if (call.Parts is not ([_, _, "installation"] or ["app", "installations", _, "access_tokens"]))
        {
            return Refuse(401, "Bad credentials");
        }

        return FaultOf(TestSecrets.Register(call.Token!)) is { } fault ? Refuse(401, fault) : (call.Method, call.Parts) switch
        {
            ("GET", ["orgs", var name, "installation"]) when name == Organisation => Found(call),
            ("GET", ["users", var name, "installation"]) when name == User => Found(call),
            ("POST", ["app", "installations", var id, "access_tokens"]) when id == Installation.ToString(CultureInfo.InvariantCulture) => Give(call),
            _ => Refuse(404, "Not Found"),
        };
    }

    protected override string? Resolve(string? token) => token is not null && IsValid(token) ? Good : token;

    private bool IsValid(string token) => AcceptsTokens && _valid.ContainsKey(token);

    private ForgeReply Found(ForgeCall call) => new(200, Complete(call, 200, new JsonObject { ["id"] = Installation }));

    private ForgeReply Give(ForgeCall call)
    {
        var token = TokenOf(Interlocked.Increment(ref _given));
        _valid[token] = true;
        var now = timeProvider.GetUtcNow() + Ahead;
        return new ForgeReply(
            201, Complete(call, 201, new JsonObject { ["token"] = token, ["expires_at"] = (now + Life).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) }),
            ("Date", now.ToString("R")));
    }

    /// <summary>What GitHub says of a proof that it does not take.</summary>
    private string? FaultOf(string proof)
    {
        if (proof.Split('.') is not [var header, var claims, var signature])
        {
            return "A JSON web token could not be decoded";
        }

        if (!_trusted.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return "A JSON web token could not be decoded";
        }

        using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
        using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
        var now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        var (made, ends) = (body.RootElement.GetProperty("iat").GetInt64(), body.RootElement.GetProperty("exp").GetInt64());
        return head.RootElement.GetProperty("alg").GetString() != "RS256" ? "'alg' is not RS256"
            : body.RootElement.GetProperty("iss").GetString() != AppId ? "Integration not found"
            : made > now ? "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
            : ends <= now ? "'Expiration time' claim ('exp') is in the past"
            : ends - made > 600 ? "'Expiration time' claim ('exp') is too far in the future"
            : null;
    }
}
