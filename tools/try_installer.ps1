# Try the installer on a real Windows machine that may be thrown away: tools/try_installer.ps1 path\to\BatolaDesk-x64.exe
# Needs an administrator. Ends with the first thing that is not as it should be.
param([Parameter(Mandatory)][string]$Setup)
$ErrorActionPreference = "Stop"
$Program = "C:\Program Files\Batola Desk\program"
$Machine = "C:\ProgramData\BatolaDesk"

function Invoke-Setup([string[]]$Words, [int]$Expected) {
    $done = Start-Process -FilePath $Setup -ArgumentList (@("/S") + $Words) -Wait -PassThru
    if ($done.ExitCode -ne $Expected) { throw "$Words : exit code $($done.ExitCode), expected $Expected" }
    Write-Output "ok: setup $Words -> $Expected"
}
function Assert-That([bool]$Holds, [string]$Words) {
    if (-not $Holds) { throw "not so: $Words" }
    Write-Output "ok: $Words"
}

Invoke-Setup @("/WORKSTATION=b") 17
Invoke-Setup @("/WORKSTASION=B") 20
Assert-That (-not (Test-Path $Program)) "a refused configuration installs nothing"
Assert-That (-not (Test-Path $Machine)) "a refused configuration makes no folder"

Invoke-Setup @("/WORKSTATION=B", "/SIPUSER=112b", "/SIPPASSWORD=rahasia", "/AUTOSTART=1") 0
$line = Get-Content "$Machine\config\line.toml" -Raw
Assert-That ($line -match "dpapi:" -and $line -notmatch "rahasia") "the password is encrypted"
$users = [System.Security.Principal.SecurityIdentifier]"S-1-5-32-545"
$everyone = [System.Security.Principal.SecurityIdentifier]"S-1-1-0"
foreach ($folder in "config", "data", "log", "run") {
    $rules = (Get-Acl "$Machine\$folder").GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier])
    $open = $rules | Where-Object { $_.IdentityReference -in $users, $everyone }
    Assert-That (-not $open) "$folder is closed to ordinary users"
}
$interactive = (Get-Acl "$Machine\config").GetAccessRules($true, $true, [System.Security.Principal.SecurityIdentifier]) |
    Where-Object { $_.IdentityReference.Value -eq "S-1-5-4" }
Assert-That (-not ($interactive.FileSystemRights -band [System.Security.AccessControl.FileSystemRights]::WriteData)) "people at the desk cannot change the configuration"
Assert-That ((Get-NetFirewallRule -DisplayName "Batola Desk SIP/RTP").Count -eq 2) "two firewall rules"
Assert-That ([System.Diagnostics.EventLog]::SourceExists("BatolaDesk")) "the event source exists"

& "$Program\batola-deskctl.exe" doctor --installed
Assert-That ($LASTEXITCODE -eq 0) "doctor --installed"

$before = Get-ChildItem "$Machine\config" -File -Recurse | Get-FileHash
Invoke-Setup @() 0
$after = Get-ChildItem "$Machine\config" -File -Recurse | Get-FileHash
Assert-That (-not (Compare-Object $before $after -Property Path, Hash)) "installing again leaves the configuration as it is"

$env:QT_QPA_PLATFORM = "offscreen"
$desk = Start-Process -FilePath "$Program\batola-desk.exe" -PassThru
$log = "$Machine\log\desk.jsonl"
foreach ($second in 1..120) { if ((Test-Path $log) -and (Select-String -Quiet "desk usable" $log)) { break }; Start-Sleep 1 }
Assert-That ([bool](Select-String -Quiet "desk usable" $log)) "the desk opened"
Invoke-Setup @() 13
Assert-That (-not $desk.HasExited) "a running desk was left alone"
Invoke-Setup @("/CLOSE=1") 0
Assert-That ($desk.WaitForExit(60000)) "the desk closed when asked"
foreach ($second in 1..180) { if (@(Select-String "desk usable" $log).Count -ge 2) { break }; Start-Sleep 1 }
Assert-That (@(Select-String "desk usable" $log).Count -ge 2) "the desk opened again by itself"
& "$Program\batola-deskctl.exe" close
Assert-That ($LASTEXITCODE -eq 0) "the desk that opened again closes when asked"

$remove = Start-Process -FilePath "C:\Program Files\Batola Desk\uninstall.exe" -ArgumentList "/S", "/PURGE=1", "_?=C:\Program Files\Batola Desk" -Wait -PassThru
Assert-That ($remove.ExitCode -eq 0) "removed"
Assert-That (-not (Test-Path $Program)) "no program is left"
Assert-That (-not (Test-Path $Machine)) "purged"
