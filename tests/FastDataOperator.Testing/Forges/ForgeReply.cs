using System.Text.Json.Nodes;

namespace FastDataOperator.Testing.Forges;

/// <summary>What a <see cref="ForgeServer"/> answers.</summary>
public sealed record ForgeReply(int Status, JsonNode? Body, params IReadOnlyList<(string Name, string Value)> Headers);
