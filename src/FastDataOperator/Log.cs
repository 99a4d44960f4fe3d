using FastDataOperator.Api;
using Microsoft.Extensions.Logging;

namespace FastDataOperator;

/// <summary>All that is logged. Information means that something changed in Git or in a status. No tokens, no addresses with user information,
/// no contents of files; of faults at the API server only what <see cref="Api.ApiFailure"/> says.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, string, string, IDisposable?> s_import = LoggerMessage.DefineScope<string, string>("import {Namespace}/{Name}");

    /// <summary>All that is logged until it is disposed is about this import.</summary>
    public static IDisposable? Import(this ILogger logger, ObjectKey key) => s_import(logger, key.Namespace, key.Name);
}
