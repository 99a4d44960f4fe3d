using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Testing;

/// <summary>A loopback API server whose every answer a test gives by hand, in the order in which the calls arrive:
/// for faults that no real API server makes on purpose.</summary>
public sealed class ScriptedApiServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();

    private ScriptedApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseShutdownTimeout(TimeSpan.Zero);
        _application = builder.Build();
        _application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var call = new ScriptedCall(context, await reader.ReadToEndAsync(context.RequestAborted));
            _calls.Writer.TryWrite(call);
            await call.Ended;
        });
    }

    public string Url => _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    public static async Task<ScriptedApiServer> StartAsync()
    {
        var server = new ScriptedApiServer();
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Waits for the next call, which is then the test's to answer.</summary>
    public ValueTask<ScriptedCall> NextAsync(CancellationToken cancellationToken) => _calls.Reader.ReadAsync(cancellationToken);

    /// <summary>Whether a call has arrived that nobody waited for yet.</summary>
    public bool HasCalls => _calls.Reader.Count > 0;

    public async ValueTask DisposeAsync()
    {
        while (_calls.Reader.TryRead(out var call))
        {
            call.Abort();
        }

        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
