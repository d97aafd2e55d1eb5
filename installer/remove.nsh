; The uninstaller. Journal, recordings and configuration stay unless /PURGE=1 says otherwise.

Function un.onInit
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $Parameters
  ${OPTION} LOG $LogFile "$TEMP\${ID}-uninstall.log"
  ${OPTION} CLOSE $MayClose 0
  Delete "$LogFile"
  ${LOG} "${APP} ${VERSION}: menghapus"
  ReadRegStr $MachineFolder HKLM "${MACHINE_KEY}" "MachineFolder"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_LOG" "$LogFile"
  ${IS_RUNNING}
  ${If} $0 = 1
  ${AndIf} $MayClose = 1
    ${DESKCTL} "${PROGRAM}" "close --limit 30"
    ${If} $0 = ${CODE_LIVE_CALL}
      ${END_WITH} ${CODE_LIVE_CALL} $(W_CALL)
    ${EndIf}
    Sleep 2000
    ${IS_RUNNING}
  ${EndIf}
  ${If} $0 = 1
    ${END_WITH} ${CODE_DESK_RUNNING} $(W_RUNNING)
  ${EndIf}
FunctionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  ${OPTION} PURGE $4 0
  ${IfNot} ${Silent}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 $(U_PURGE) IDNO +2
    StrCpy $4 1
  ${EndIf}
  ReadRegStr $5 HKLM "${MACHINE_KEY}" "DataFolder"
  RMDir /r "${PROGRAM}"
  RMDir /r "${OLD}"
  RMDir /r "$INSTDIR\new"
  RMDir /r "${PREVIOUS}"
  RMDir /r "${BACK}"
  RMDir /r "${TRASH}"
  Delete "$INSTDIR\rollback.exe"
  Delete "$INSTDIR\reopen.exe"
  Delete "$INSTDIR\reopen.old"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${APP}\${APP}.lnk"
  RMDir "$SMPROGRAMS\${APP}"
  Delete "$DESKTOP\${APP}.lnk"
  nsExec::Exec 'netsh advfirewall firewall delete rule name="${FIREWALL_RULE}"'
  Pop $0
  DeleteRegValue HKLM "${RUN_KEY}" "${ID}"
  DeleteRegKey HKLM "${EVENT_KEY}"
  DeleteRegKey HKLM "${DUMPS_KEY}\batola-desk.exe"
  DeleteRegKey HKLM "${DUMPS_KEY}\batola-line.exe"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  ${If} $4 = 1
    ${If} $5 != ""
      RMDir /r "$5" ; always a folder of our own name (batola_desk/app/commands/configure.py)
    ${EndIf}
    ${If} $MachineFolder != ""
      RMDir /r "$MachineFolder"
    ${EndIf}
    DeleteRegKey HKLM "${MACHINE_KEY}"
    ${LOG} $(U_PURGED)
  ${Else}
    ${LOG} "$(U_KEPT) $MachineFolder $5"
  ${EndIf}
  SetErrorLevel 0
SectionEnd
