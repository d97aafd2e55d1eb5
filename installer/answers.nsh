; The wizard's page of answers, and how they reach the program: in the environment, never on a command line.

!macro FIELD ROW LABEL KIND VARIABLE
  ${NSD_CreateLabel} 0 ${ROW}u 42% 12u "${LABEL}"
  Pop $Control
  ${NSD_Create${KIND}} 43% ${ROW}u 55% 12u "${VARIABLE}"
  Pop $Control
!macroend

Var FieldLetter
Var FieldUser
Var FieldRegistrar
Var FieldPassword
Var FieldDsn
Var FieldDsnPassword
Var BoxAutoStart
Var BoxFirewall

Function ShowAnswers
  ${If} ${FileExists} "$MachineFolder\config\*.toml"
    Abort ; an upgrade keeps what is there
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT $(P_TITLE) $(P_SUBTITLE)
  nsDialogs::Create 1018
  Pop $Control
  !insertmacro FIELD 0 $(P_LETTER) Text $Letter
  StrCpy $FieldLetter $Control
  !insertmacro FIELD 16 $(P_SIP_USER) Text $SipUser
  StrCpy $FieldUser $Control
  !insertmacro FIELD 32 $(P_SIP_REGISTRAR) Text $SipRegistrar
  StrCpy $FieldRegistrar $Control
  !insertmacro FIELD 48 $(P_SIP_PASSWORD) Password $SipPassword
  StrCpy $FieldPassword $Control
  !insertmacro FIELD 64 $(P_DSN) Text $Dsn
  StrCpy $FieldDsn $Control
  !insertmacro FIELD 80 $(P_DSN_PASSWORD) Password $DsnPassword
  StrCpy $FieldDsnPassword $Control
  ${NSD_CreateCheckbox} 0 102u 100% 12u $(P_AUTOSTART)
  Pop $BoxAutoStart
  ${NSD_CreateCheckbox} 0 116u 100% 12u $(P_FIREWALL)
  Pop $BoxFirewall
  ${If} $AutoStart = 1
    ${NSD_Check} $BoxAutoStart
  ${EndIf}
  ${If} $Firewall = 1
    ${NSD_Check} $BoxFirewall
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function TakeAnswers
  ${NSD_GetText} $FieldLetter $Letter
  ${NSD_GetText} $FieldUser $SipUser
  ${NSD_GetText} $FieldRegistrar $SipRegistrar
  ${NSD_GetText} $FieldPassword $SipPassword
  ${NSD_GetText} $FieldDsn $Dsn
  ${NSD_GetText} $FieldDsnPassword $DsnPassword
  ${NSD_GetState} $BoxAutoStart $AutoStart
  ${NSD_GetState} $BoxFirewall $Firewall
  ${If} $Letter != ""
    StrLen $0 $Letter
    ${If} $0 <> 1 ; the program checks the rest for itself
      MessageBox MB_OK|MB_ICONEXCLAMATION $(P_BAD_LETTER)
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

; The command line and the fields, for batola_desk/app/commands/configure.py.
Function HandOnAnswers
  ${SET_ENVIRONMENT} "BATOLA_SETUP_LOG" "$LogFile"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_LINE" "$Parameters"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FOLDER" "$EXEDIR"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_ROOT" "$MachineFolder"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_WORKSTATION" "$Letter"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_SIPUSER" "$SipUser"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_SIPREGISTRAR" "$SipRegistrar"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_SIPPASSWORD" "$SipPassword"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_DSN" "$Dsn"
  ${SET_ENVIRONMENT} "BATOLA_SETUP_FIELD_DSNPASSWORD" "$DsnPassword"
FunctionEnd
