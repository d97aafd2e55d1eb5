; Back to the version before: `program` and `previous` change places. Lies beside them as rollback.exe, outside of what it moves.
;   rollback.exe [/S] [/CLOSE=1] [/LOG=file]
; The version that leaves becomes the previous one, so the same command goes forward again. Journal, recordings and
; configuration are not touched: the version that comes back says first whether it can live with them.
Target amd64-unicode
Unicode true
SetCompressor zlib
!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include codes.nsh
!include common.nsh

Name "${APP}"
OutFile "${ROLLBACK_EXE}"
RequestExecutionLevel admin
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails show
BrandingText "${MAKER}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "${MAKER}"
VIAddVersionKey "FileDescription" "${APP}: kembali ke versi sebelumnya"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
!endif

Var Parameters
Var MachineFolder
Var MayClose

!define MUI_ICON "batola.ico"
!insertmacro MUI_PAGE_INSTFILES
!include words.nsh

Function .onInit
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $Parameters
  ${OPTION} LOG $LogFile "$TEMP\${ID}-rollback.log"
  ${OPTION} CLOSE $MayClose 0
  Delete "$LogFile"
  StrCpy $INSTDIR "$EXEDIR"
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ${END_WITH} ${CODE_NOT_ADMINISTRATOR} $(W_ADMIN)
  ${EndIf}
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "${SETUP_MUTEX}") p ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    ${END_WITH} ${CODE_FILES_IN_USE} $(W_TWICE)
  ${EndIf}
  ReadRegStr $MachineFolder HKLM "${MACHINE_KEY}" "MachineFolder"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_LOG" "$LogFile"
  !insertmacro FINISH_CHANGE_OF_PLACES
  ${IfNot} ${FileExists} "${PREVIOUS}\batola-deskctl.exe"
    ${END_WITH} ${CODE_NO_PREVIOUS} $(R_NONE)
  ${EndIf}
  ${IfNot} ${Silent}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 $(R_ASK) IDYES +3
    SetErrorLevel ${CODE_CANCELLED}
    Quit
  ${EndIf}
FunctionEnd

Section "Rollback"
  SetRegView 64
  SetOutPath "$TEMP" ; a current folder cannot be renamed
  ${LOG} $(R_CHECK)
  ${DESKCTL} "${PREVIOUS}" "update fits"
  ${If} $0 != 0
    ${END_WITH} ${CODE_PREVIOUS_UNFIT} $(R_UNFIT)
  ${EndIf}
  Call CloseRunning
  Call ChangePlaces
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "DisplayVersion"
  ReadRegStr $1 HKLM "${MACHINE_KEY}" "${PREVIOUS_VALUE}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "$1"
  WriteRegStr HKLM "${MACHINE_KEY}" "${PREVIOUS_VALUE}" "$0"
  ${LOG} "$0 -> $1"
  ${LOG} $(W_DONE)
  CopyFiles /SILENT "$LogFile" "$MachineFolder\log\rollback-$0.log"
  SetErrorLevel 0
SectionEnd

; The desk refuses while a call lives; asked by the version that comes back, the other one may not work any more.
Function CloseRunning
  ${IS_RUNNING}
  ${If} $0 = 0
    Return
  ${EndIf}
  ${If} $MayClose = 1
    ${LOG} $(W_CLOSE)
    ${DESKCTL} "${PREVIOUS}" "close --limit 30 --reopen"
    ${If} $0 = ${CODE_LIVE_CALL}
      ${END_WITH} ${CODE_LIVE_CALL} $(W_CALL)
    ${EndIf}
    StrCpy $3 0
    ${Do} ; the processes are gone a moment after their last word
      ${IS_RUNNING}
      ${IfThen} $0 = 0 ${|} Return ${|}
      Sleep 250
      IntOp $3 $3 + 1
    ${LoopUntil} $3 > ${PATIENCE}
  ${EndIf}
  ${END_WITH} ${CODE_DESK_RUNNING} $(W_RUNNING)
FunctionEnd

; Three renames; whatever ends us between them, the next setup or rollback finishes (FINISH_CHANGE_OF_PLACES).
Function ChangePlaces
  ${LOG} $(R_SWAP)
  ${MOVE} "${PROGRAM}" "${BACK}" ; whoever started us has to be gone from there
  ${If} ${Errors}
    ${END_WITH} ${CODE_FILES_IN_USE} $(R_IN_USE)
  ${EndIf}
  ClearErrors
  Rename "${PREVIOUS}" "${PROGRAM}"
  ${If} ${Errors}
    Rename "${BACK}" "${PROGRAM}"
    ${END_WITH} ${CODE_FILES_IN_USE} $(R_IN_USE)
  ${EndIf}
  Rename "${BACK}" "${PREVIOUS}"
FunctionEnd
