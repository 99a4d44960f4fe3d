using FastDataOperator.Api;
using FastDataOperator.ApiServer;
using FastDataOperator.Tests.Hosting;
using k8s;
using k8s.Autorest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FastDataOperator.Tests.ApiServer;

[Collection("operator host")]
public sealed class ClusterConnectionTests
{
    [Fact]
    public async Task Request_ThroughTheConnection_IsCountedAndSaysWhoAsks()
    {
        var agents = new List<string>();
        await using var server = await ServeAsync(context =>
        {
            agents.Add(context.Request.Headers.UserAgent.ToString());
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith("/gone", StringComparison.Ordinal) ? 404 : 200;
            return context.Response.WriteAsync("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"}}""");
        });
        var address = AddressOf(server);
        await using var host = await StartedHost.StartAsync(apiServer: address);

        await host.Client.CoreV1.ReadNamespacedSecretAsync("x", "a", cancellationToken: TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<HttpOperationException>(() => host.Client.CoreV1.ReadNamespacedSecretAsync("gone", "a", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(404, ApiFailure.CodeOf(fault));
        Assert.All(agents, agent => Assert.Equal($"fastdata-operator/{ClusterConnection.Version}", agent));
        var series = await host.ScrapeAsync();
        Assert.Equal(1, series[$"rest_client_requests_total{{code=\"200\",host=\"{address.Authority}\",method=\"GET\"}}"]);
        Assert.Equal(1, series[$"rest_client_requests_total{{code=\"404\",host=\"{address.Authority}\",method=\"GET\"}}"]);
        Assert.Equal(2, series[$"rest_client_request_duration_seconds_count{{host=\"{address.Authority}\",verb=\"GET\"}}"]);
        Assert.Equal(2, series[$"rest_client_request_duration_seconds_bucket{{host=\"{address.Authority}\",verb=\"GET\",le=\"60\"}}"]);
    }

    [Fact]
    public async Task Request_ThatNobodyAnswers_IsCountedAsAnError()
    {
        await using var host = await StartedHost.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.CoreV1.ReadNamespacedSecretAsync("x", "a", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(await host.ScrapeAsync(), pair => pair.Key == "rest_client_requests_total{code=\"<error>\",host=\"127.0.0.1:1\",method=\"GET\"}" && pair.Value == 1);
    }

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.ConfigureEndpointDefaults(listen => listen.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1));
        var server = builder.Build();
        server.Run(answer);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static Uri AddressOf(WebApplication server) => new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
