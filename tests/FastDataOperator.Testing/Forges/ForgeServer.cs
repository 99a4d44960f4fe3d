using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Testing.Forges.OpenApi;
using FastDataOperator.Testing.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Testing.Forges;

/// <summary>A forge on loopback. It behaves as its kind does, from a model in memory, and checks every request and every answer of its own against the published description of the API, where that can be had.
/// One for each forge is all that the contract tests need.</summary>
public abstract class ForgeServer : IAsyncDisposable
{
    /// <summary>May do all that is needed.</summary>
    public const string Good = TestSecrets.Canary + "-tok-g00d-5ecret";

    /// <summary>May read only: 403 for what changes something.</summary>
    public const string ReadOnly = TestSecrets.Canary + "-tok-read0nly-5ecret";

    /// <summary>May not see the repository: 404.</summary>
    public const string Blind = TestSecrets.Canary + "-tok-bl1nd-5ecret";

    /// <summary>Nobody's: 401.</summary>
    public const string Wrong = TestSecrets.Canary + "-tok-wr0ng-5ecret";

    protected const string NoCredentials = "credentials are needed";

    private WebApplication? _application;
    private readonly ConcurrentQueue<ForgeCall> _calls = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public abstract ForgeProvider Provider { get; }

    /// <summary>To be set before the start: what it shows, where it is to be reached over TLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Where Git itself is, which is reached by way of this server then, with the same tokens.</summary>
    public GitRelay? Git { get; set; }

    /// <summary>Holds one request.</summary>
    public ForgeTrap? Trap { get; set; }

    /// <summary>Whether a label that is not there is made when it is used, instead of being refused.</summary>
    public virtual bool MakesLabels => false;

    /// <summary>Whether a branch may have been pushed that it does not know yet.</summary>
    public virtual bool SeesPushesLate => false;

    /// <summary>A token as this forge's users would write it into a Secret.</summary>
    public virtual GitCredentials CredentialsOf(string token) => new GitCredentials.Bearer(token);

    /// <summary>Whether pull requests have labels at all.</summary>
    public virtual bool HasLabels => true;

    /// <summary>How one asks for a review of somebody whom people call by this name.</summary>
    public virtual string ReviewerOf(string name) => name;

    /// <summary>The repository's path, without a slash at the front.</summary>
    public abstract string RepositoryPath { get; }

    public ForgeModel Model { get; } = new();

    /// <summary><see langword="null"/> where there is none, or it cannot be had.</summary>
    public abstract ApiDescription? Description { get; }

    /// <summary>Answers in place of the model when it returns true: for what no forge does on purpose.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Changes the text of an answer on its way out, when it was checked.</summary>
    public Func<JsonNode, string>? Spoil { get; set; }

    public IReadOnlyCollection<ForgeCall> Calls => _calls;

    /// <summary>Requests and answers that the description does not know.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Requests to change something.</summary>
    public int Writes => _calls.Count(static call => call.Method != "GET");

    /// <summary>Known once it runs.</summary>
    public string Origin { get; private set; } = "";

    public string RepositoryUrl => $"{Origin}/{RepositoryPath}";

    /// <summary>The path of the API on its host, such as <c>/api/v1</c>, which the description does not repeat.</summary>
    protected abstract string ApiPath { get; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseShutdownTimeout(TimeSpan.Zero).ConfigureKestrel(
            options => options.Listen(IPAddress.Loopback, 0, listen => _ = Certificate is { } certificate ? listen.UseHttps(certificate) : listen));
        _application = builder.Build();
        _application.Run(ServeAsync);
        await _application.StartAsync();
        Origin = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What the forge does with a request of somebody who may make it.</summary>
    protected abstract ForgeReply Answer(ForgeCall call);

    /// <summary>What is wrong, as the forge says it.</summary>
    protected virtual ForgeReply Refuse(int status, string message) => new(status, new JsonObject { ["message"] = message });

    /// <summary>The part of an answer that the description describes.</summary>
    protected virtual JsonElement Described(ForgeCall call, JsonElement answer) => answer;

    /// <summary>Whether the description is known to be wrong here; each forge says where and how one knows.</summary>
    protected virtual bool IsFlawOfTheDescription(string fault) => false;

    /// <summary>An answer as the description wants it, with those members that the model knows in place.</summary>
    protected JsonNode Complete(ForgeCall call, int status, JsonNode own) =>
        Description?.Find(call.Method, call.Path)?.SampleOf(status) is { } sample ? Overlay(sample, own) : own;

    /// <summary>One item of an answer that is a list, as the description wants it.</summary>
    protected JsonNode? ItemSample(ForgeCall call) => Description?.Find(call.Method, call.Path)?.ItemSampleOf(200);

    /// <summary>Puts members in place, also within members.</summary>
    protected static JsonNode Overlay(JsonNode sample, JsonNode own)
    {
        if (sample is not JsonObject members || own is not JsonObject changes)
        {
            return own;
        }

        foreach (var (name, value) in changes.ToArray())
        {
            members[name] = members[name] is JsonObject inner && value is JsonObject innerChanges ? Overlay(inner.DeepClone(), innerChanges.DeepClone()) : value?.DeepClone();
        }

        return members;
    }

    /// <summary>Without those that credentials belong into.</summary>
    private static string HeadersOf(HttpRequest request) => string.Join('\n', request.Headers
        .Where(static header => header.Key is not ("Authorization" or "PRIVATE-TOKEN" or "Private-Token")).Select(static header => $"{header.Key}: {header.Value}"));

    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return request.Headers["PRIVATE-TOKEN"].FirstOrDefault();
        }

        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return header[(space + 1)..];
        }

        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header[6..]));
        return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private async Task ServeAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        var trap = Trap is { } set && set.Takes(context.Request.Method, path) ? set : null;
        if (trap is { IsBefore: true })
        {
            await trap.HoldAsync(context.RequestAborted);
            trap = null;
        }

        if (Git is { } git && GitRelay.IsGit(path))
        {
            Evidence.Keep("forge", $"{context.Request.Method} {path}{context.Request.QueryString}\n{HeadersOf(context.Request)}");
            await git.ServeAsync(context, Resolve(TokenOf(context.Request)), trap);
            return;
        }

        var body = await ReadAsync(context);
        var call = new ForgeCall(
            context.Request.Method, path.StartsWith(ApiPath, StringComparison.Ordinal) ? path[ApiPath.Length..] : path,
            context.Request.Query.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToString()), TokenOf(context.Request), body,
            new HeaderDictionary(context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value)));
        _calls.Enqueue(call);
        Evidence.Keep("forge", $"{call.Method} {path}{context.Request.QueryString}\n{body}\n{HeadersOf(context.Request)}");
        if (Fault is { } fault && await fault(context))
        {
            return;
        }

        var reply = path.StartsWith(ApiPath, StringComparison.Ordinal) ? Reply(call) : Refuse(404, "no API here");
        Validate(call, context.Request.ContentType, reply);
        if (trap is not null)
        {
            await trap.HoldAsync(context.RequestAborted);
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (reply.Body is { } answer)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(Spoil is { } spoil ? spoil(answer) : answer.ToJsonString());
        }
    }

    /// <summary>Whether the token lets one do this: the same words for all forges, each says them in its own shape.</summary>
    private ForgeReply Reply(ForgeCall call)
    {
        lock (Model)
        {
            Model.Refresh();
            return Resolve(call.Token) switch
            {
                Good => Answer(call),
                ReadOnly => call.Method == "GET" ? Answer(call) : Refuse(403, "this token may only read"),
                Blind => Refuse(404, "Not Found"),
                null => Refuse(401, NoCredentials),
                _ => AnswerOther(call),
            };
        }
    }

    /// <summary>The token of those here that has the rights of another.</summary>
    protected virtual string? Resolve(string? token) => token;

    /// <summary>What a token gets that is none of those here.</summary>
    protected virtual ForgeReply AnswerOther(ForgeCall call) => Refuse(401, "Bad credentials");

    private void Validate(ForgeCall call, string? contentType, ForgeReply reply)
    {
        if (Description is not { } description)
        {
            return;
        }

        if (description.Find(call.Method, call.Path) is not { } operation)
        {
            _violations.Enqueue($"{call.Method} {call.Path} is not described");
            return;
        }

        using var answer = reply.Body is null ? null : JsonDocument.Parse(reply.Body.ToJsonString());
        foreach (var fault in operation.CheckRequest(call.Path, call.Query, contentType, call.Body)
            .Concat(operation.CheckAnswer(reply.Status, answer is null ? null : Described(call, answer.RootElement)))
            .Where(fault => !IsFlawOfTheDescription(fault)))
        {
            _violations.Enqueue(fault);
        }
    }

    private static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (text.Length == 0 || context.Request.ContentType?.Contains("git-", StringComparison.Ordinal) == true)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
