using FastDataOperator.Git;
using FastDataOperator.Git.Forges;

namespace FastDataOperator.Imports;

/// <summary>Opens the forge of a destination. Nothing is sent yet: see <see cref="ForgeClient.Open"/>.</summary>
internal delegate IForge OpenForge(ForgeAddress address, RemoteAccess access, TimeSpan deadline);
