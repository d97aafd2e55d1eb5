; The steps of an installation. A step that fails says why, puts back what it and its forerunners did, and ends setup.

!define NEW "$INSTDIR\new"

; Setup was ended by force or by a power cut. Before it was sure of the new version: the old one counts, also in what we
; know about it. After that: what was laid aside for a way back is no longer needed.
Function RecoverFromBefore
  StrCpy $WasThere 0
  ${If} ${FileExists} "$INSTDIR\*.*"
    StrCpy $WasThere 1
  ${EndIf}
  RMDir /r "${NEW}"
  RMDir /r "${TRASH}"
  !insertmacro FINISH_CHANGE_OF_PLACES
  ${If} ${FileExists} "${OLD}\*.*"
    StrCpy $Asker "${PROGRAM}" ; somebody may work with the unsure version since
    Call CloseRunning
    ${LOG} "pemasangan sebelumnya tidak selesai: versi lama dipulihkan"
    ${If} ${FileExists} "${PROGRAM}\batola-deskctl.exe"
      ${DESKCTL} "${PROGRAM}" "configure --undo"
    ${EndIf}
    ${If} ${FileExists} "${PROGRAM}\*.*"
      ${MOVE} "${PROGRAM}" "${TRASH}"
    ${EndIf}
    ${MOVE} "${OLD}" "${PROGRAM}"
    ${If} ${Errors}
      ${END_WITH} ${CODE_NOT_PUT_BACK} $(W_NOT_BACK)
    ${EndIf}
    RMDir /r "${TRASH}"
    ReadRegStr $0 HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}"
    ${If} $0 != ""
      StrCpy $FormerVersion $0
      WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "$0"
    ${EndIf}
  ${ElseIf} ${FileExists} "$MachineFolder\config\before-setup\*.*"
    ${DESKCTL} "${PROGRAM}" "configure --keep"
  ${EndIf}
  DeleteRegValue HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}"
FunctionEnd

Function Unpack
  ${LOG} $(W_UNPACK)
  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${If} $1 < ${ROOM_MB}
    ${END_WITH} ${CODE_NO_ROOM} $(W_ROOM)
  ${EndIf}
  ClearErrors
  SetOverwrite try
  SetDetailsPrint none
  !include "${PAYLOAD_LIST}"
  SetDetailsPrint both
  SetOutPath "$TEMP" ; a current folder cannot be renamed
  ${If} ${Errors}
    Call DropNew
    ${END_WITH} ${CODE_CANNOT_WRITE} $(W_WRITE)
  ${EndIf}
FunctionEnd

; Everything is as it was before setup began.
Function DropNew
  RMDir /r "${NEW}"
  ${If} $WasThere = 0
    RMDir "$INSTDIR"
  ${EndIf}
FunctionEnd

; The program that is to be installed looks at the configuration that it would find.
Function CheckConfiguration
  ${LOG} $(W_CHECK)
  nsExec::ExecToStack '"${NEW}\batola-deskctl.exe" configure --check'
  Pop $0
  Pop $6 ; its words, for the person at the wizard
  ${If} $0 != 0
    Call DropNew
    ${If} $0 = ${CODE_OPTION_BAD}
      ${END_WITH} ${CODE_OPTION_BAD} "$(W_BAD_OPTION)$\r$\n$\r$\n$6"
    ${EndIf}
    ${END_WITH} ${CODE_CONFIGURATION_BAD} "$(W_BAD_CONFIG)$\r$\n$\r$\n$6"
  ${EndIf}
FunctionEnd

; Ask the running desk, by the version in $Asker; it refuses while a call lives. Looked at again here: it may have been
; opened meanwhile.
Function CloseRunning
  ${IS_RUNNING}
  ${If} $0 = 0
    Return
  ${EndIf}
  ${If} $MayClose = 1
    ${LOG} $(W_CLOSE)
    ${DESKCTL} "$Asker" "close --limit 30 --reopen"
    ${If} $0 = ${CODE_LIVE_CALL}
      Call DropNew
      ${END_WITH} ${CODE_LIVE_CALL} $(W_CALL)
    ${EndIf}
    StrCpy $3 0
    ${Do} ; the processes are gone a moment after their last word
      ${IS_RUNNING}
      ${IfThen} $0 = 0 ${|} Return ${|}
      Sleep 250
      IntOp $3 $3 + 1
    ${LoopUntil} $3 > 40
  ${EndIf}
  Call DropNew
  ${END_WITH} ${CODE_DESK_RUNNING} $(W_RUNNING)
FunctionEnd

Function SwapIn
  ${LOG} $(W_SWAP)
  ${If} ${FileExists} "${PROGRAM}\*.*"
    WriteRegStr HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}" "$FormerVersion"
    ${MOVE} "${PROGRAM}" "${OLD}"
    ${If} ${Errors}
      DeleteRegValue HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}"
      Call DropNew
      ${END_WITH} ${CODE_FILES_IN_USE} $(W_IN_USE)
    ${EndIf}
  ${EndIf}
  StrCpy $IsSwapped 1
  ClearErrors
  Rename "${NEW}" "${PROGRAM}"
  ${If} ${Errors}
    Call SwapBack
    ${END_WITH} ${CODE_FILES_IN_USE} $(W_IN_USE)
  ${EndIf}
FunctionEnd

; The old version is put back in one step, or, where something still holds the new one, by the next setup: said as it is.
Function SwapBack
  ${LOG} $(W_BACK)
  StrCpy $IsSwapped 0
  ${If} ${FileExists} "${PROGRAM}\*.*"
    ${MOVE} "${PROGRAM}" "${TRASH}"
    ${If} ${Errors}
      ${END_WITH} ${CODE_NOT_PUT_BACK} $(W_NOT_BACK)
    ${EndIf}
  ${EndIf}
  ${If} ${FileExists} "${OLD}\*.*"
    ${MOVE} "${OLD}" "${PROGRAM}"
    ${If} ${Errors}
      ${END_WITH} ${CODE_NOT_PUT_BACK} $(W_NOT_BACK)
    ${EndIf}
  ${EndIf}
  DeleteRegValue HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}"
  RMDir /r "${TRASH}"
  Call DropNew
FunctionEnd

Function Configure
  ${LOG} $(W_CONFIGURE)
  ReadRegStr $4 HKLM "${MACHINE_KEY}" "MachineFolder" ; empty: this machine had no desk before
  ${DESKCTL} "${PROGRAM}" "configure"
  ${If} $0 != 0
    Call ForgetMachine
    Call SwapBack
    ${END_WITH} ${CODE_CONFIGURATION_NOT_WRITTEN} $(W_NO_CONFIG)
  ${EndIf}
FunctionEnd

; Take back what `configure` wrote; a machine that had no desk before has none again. Only empty folders are removed:
; data that somebody left there, or pointed us at, is not ours to delete.
Function ForgetMachine
  ${DESKCTL} "${PROGRAM}" "configure --undo"
  ${If} $4 == ""
    ReadRegStr $5 HKLM "${MACHINE_KEY}" "DataFolder"
    ${If} $5 != ""
      RMDir "$5\choices"
      RMDir "$5\recordings"
      RMDir "$5\exports"
      RMDir "$5\map"
      RMDir "$5"
    ${EndIf}
    RMDir "$MachineFolder\updates"
    RMDir "$MachineFolder\config"
    RMDir "$MachineFolder\log"
    RMDir "$MachineFolder\run"
    RMDir "$MachineFolder\dumps"
    RMDir "$MachineFolder"
    DeleteRegKey HKLM "${MACHINE_KEY}"
  ${EndIf}
FunctionEnd

Function SelfTest
  ${LOG} $(W_TEST)
  ${DESKCTL} "${PROGRAM}" "doctor --installed"
  ${If} $0 != 0
    Call ForgetMachine
    Call SwapBack
    ${END_WITH} ${CODE_SELF_TEST_FAILED} $(W_SELF_TEST)
  ${EndIf}
FunctionEnd

!macro DUMPS_OF PROGRAM_NAME
  WriteRegExpandStr HKLM "${DUMPS_KEY}\${PROGRAM_NAME}" "DumpFolder" "$MachineFolder\dumps"
  WriteRegDWORD HKLM "${DUMPS_KEY}\${PROGRAM_NAME}" "DumpCount" 3
  WriteRegDWORD HKLM "${DUMPS_KEY}\${PROGRAM_NAME}" "DumpType" 1
!macroend

Function RegisterWithWindows
  ${LOG} $(W_SYSTEM)
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$INSTDIR"
  File "/oname=rollback.exe" "${ROLLBACK_EXE}"
  Delete "$INSTDIR\reopen.old"
  Rename "$INSTDIR\reopen.exe" "$INSTDIR\reopen.old" ; it may be waiting for us to end
  File "/oname=reopen.exe" "${REOPEN_EXE}"
  Delete "$INSTDIR\reopen.old"
  SetOutPath "${PROGRAM}" ; where the shortcuts start
  CreateDirectory "$SMPROGRAMS\${APP}"
  CreateShortCut "$SMPROGRAMS\${APP}\${APP}.lnk" "${PROGRAM}\batola-desk.exe"
  ${If} $DesktopIcon = 1
    CreateShortCut "$DESKTOP\${APP}.lnk" "${PROGRAM}\batola-desk.exe"
  ${Else}
    Delete "$DESKTOP\${APP}.lnk"
  ${EndIf}
  SetOutPath "$TEMP"
  ${If} $AutoStart == 1
    WriteRegStr HKLM "${RUN_KEY}" "${ID}" '"${PROGRAM}\batola-desk.exe"'
  ${ElseIf} $AutoStart == 0
    DeleteRegValue HKLM "${RUN_KEY}" "${ID}"
  ${EndIf} ; not said: as before
  ${If} $Firewall = 1
    nsExec::Exec 'netsh advfirewall firewall delete rule name="${FIREWALL_RULE}"'
    Pop $0
    nsExec::Exec 'netsh advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow program="${PROGRAM}\batola-line.exe" protocol=udp profile=domain,private enable=yes'
    Pop $0
    nsExec::Exec 'netsh advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow program="${PROGRAM}\batola-line.exe" protocol=tcp profile=domain,private enable=yes'
    Pop $1
    ${LOG} "firewall: udp $0, tcp $1"
  ${EndIf}
  WriteRegExpandStr HKLM "${EVENT_KEY}" "EventMessageFile" "%SystemRoot%\System32\EventCreate.exe"
  WriteRegDWORD HKLM "${EVENT_KEY}" "TypesSupported" 7
  !insertmacro DUMPS_OF "batola-desk.exe"
  !insertmacro DUMPS_OF "batola-line.exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "${MAKER}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "${PROGRAM}\batola-desk.exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" $0
FunctionEnd

; From the moment in which `old` has another name there is no way back by itself: the version before stays as `previous`,
; for rollback.exe. Configuration that was laid aside is forgotten after it, never before.
Function Finish
  Call KeepOld
  StrCpy $IsSwapped 0
  ${DESKCTL} "${PROGRAM}" "configure --keep"
  ${LOG} $(W_DONE)
  CopyFiles /SILENT "$LogFile" "$MachineFolder\log\setup-${VERSION}.log"
  SetErrorLevel 0
FunctionEnd

; The same version put over itself is no version before: what was kept is kept. Nor is half of one that never became sure.
Function KeepOld
  ${IfNot} ${FileExists} "${OLD}\*.*"
    Return
  ${EndIf}
  ${If} $FormerVersion == "${VERSION}"
  ${OrIf} $FormerVersion == ""
    Rename "${OLD}" "${TRASH}"
  ${Else}
    Rename "${PREVIOUS}" "${TRASH}"
    Rename "${OLD}" "${PREVIOUS}" ; in one step: half a version is never put back
    WriteRegStr HKLM "${MACHINE_KEY}" "${PREVIOUS_VALUE}" "$FormerVersion"
  ${EndIf}
  DeleteRegValue HKLM "${MACHINE_KEY}" "${UNSURE_VALUE}"
  RMDir /r "${TRASH}"
FunctionEnd
