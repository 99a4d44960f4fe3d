namespace FastDataOperator.Configuration;

/// <summary>Why a value does not fit.</summary>
/// <param name="Found">Follows the quoted value: <c>is no CIDR</c>.</param>
/// <param name="Remedy">What to write.</param>
internal sealed record SettingFault(string Found, string Remedy);
