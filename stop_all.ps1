# Stops everything in order; leaves no process.
Set-Location $PSScriptRoot
& ./scripts/platform.ps1 down @args
exit $LASTEXITCODE
