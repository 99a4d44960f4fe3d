using System.Net;
using FastDataOperator.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FastDataOperator.Probes;

/// <summary>How Kestrel is set up for probes, scrapes and webhooks: small, and nothing that a stranger could make it hold on to.</summary>
internal static class ProbeServer
{
    /// <summary>Connections at a time, over all ports.</summary>
    private const int MostConnections = 512;

    /// <summary>Of those, one address's; a kubelet and a few Prometheus servers need a handful.</summary>
    private const int MostOfOneAddress = 16;

    /// <summary>Of those, webhooks': they come from anywhere, and must leave room for the kubelet.</summary>
    private const int MostOfWebhooks = 192;

    /// <summary>Of those, one address's; it may be an ingress, which keeps some open.</summary>
    private const int MostOfOneSender = 96;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static void Configure(KestrelServerOptions server, BindAddress? health, BindAddress? metrics, BindAddress? webhooks)
    {
        server.AddServerHeader = false;
        server.AllowSynchronousIO = false;
        server.Limits.MaxConcurrentConnections = MostConnections;
        server.Limits.MaxConcurrentUpgradedConnections = 0;
        server.Limits.MaxRequestBodySize = 0;
        server.Limits.MaxRequestLineSize = 2 * 1024;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.MaxRequestHeaderCount = 64;
        server.Limits.RequestHeadersTimeout = s_patience;
        server.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        var share = new ConnectionShare(MostOfOneAddress);
        var isOnePort = health is { Port: not 0 } && health == metrics;
        if (health is not null)
        {
            Listen(server, share, health, new ListenerRole(IsHealth: true, IsMetrics: isOnePort));
        }

        if (metrics is not null && !isOnePort)
        {
            Listen(server, share, metrics, new ListenerRole(IsHealth: false, IsMetrics: true));
        }

        if (webhooks is not null)
        {
            Listen(server, new ConnectionShare(MostOfOneSender, MostOfWebhooks), webhooks, new ListenerRole(IsHealth: false, IsMetrics: false, IsWebhooks: true));
        }
    }

    private static void Listen(KestrelServerOptions server, ConnectionShare share, BindAddress address, ListenerRole role)
    {
        if (address is { Host: null, Port: not 0 })
        {
            server.ListenAnyIP(address.Port, Mark);
        }
        else
        {
            server.Listen(address.Host ?? IPAddress.Any, address.Port, Mark);
        }

        void Mark(ListenOptions listener)
        {
            listener.Protocols = HttpProtocols.Http1;
            listener.Use(next => connection => share.ServeAsync(connection, next));
            listener.Use(next => connection =>
            {
                connection.Features.Set(role);
                return next(connection);
            });
        }
    }
}
