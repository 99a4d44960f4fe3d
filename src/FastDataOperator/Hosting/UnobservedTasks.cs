using FastDataOperator.Api;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Hosting;

/// <summary>Tasks whose failure nobody reads, told at debug: KubernetesClient leaves one behind each watch that is cancelled while it reads.</summary>
internal sealed class UnobservedTasks(ILogger<UnobservedTasks> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException -= Tell;
        return Task.CompletedTask;
    }

    private void Tell(object? sender, UnobservedTaskExceptionEventArgs failure)
    {
        failure.SetObserved();
        foreach (var fault in failure.Exception.Flatten().InnerExceptions)
        {
            logger.UnobservedFault(ApiFailure.Describe(fault));
        }
    }
}
