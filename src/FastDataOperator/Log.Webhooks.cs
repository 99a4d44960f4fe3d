using Microsoft.Extensions.Logging;

namespace FastDataOperator;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Webhooks named {Repositories} repositories: {Imports} imports are due")]
    public static partial void PushesFollowed(this ILogger logger, int repositories, int imports);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A webhook of {Provider} ended {Result} with {Status}")]
    public static partial void WebhookAnswered(this ILogger logger, string provider, Webhooks.WebhookResult result, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook at /hooks/{Provider} was refused: it is signed by none of the secrets, or not at all. Compare the secret that the sender has with the file {Provider}. Said once in ten minutes")]
    public static partial void WebhookUnproven(this ILogger logger, string provider);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not all of the webhook secrets can be used: {Problem}")]
    public static partial void WebhookSecretsFaulty(this ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook could not be handed to the replica that leads, at {Leader}: {Fault}. Its imports are looked at in an interval")]
    public static partial void WebhookNotRelayed(this ILogger logger, string leader, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Webhooks are taken at {Address}, by the secrets in {Directory}")]
    public static partial void TakesWebhooks(this ILogger logger, Configuration.BindAddress address, string directory);
}
