using System.Text.Json.Nodes;

namespace FastDataOperator.Git.Tests.Forges;

/// <summary>What a <see cref="ForgeServer"/> answers.</summary>
internal sealed record ForgeReply(int Status, JsonNode? Body, params (string Name, string Value)[] Headers);
