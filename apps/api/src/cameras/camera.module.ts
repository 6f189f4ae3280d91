import { Module } from '@nestjs/common';
import { CameraBoard } from './camera-board.js';
import { CameraController } from './camera.controller.js';
import { CameraService } from './camera.service.js';

@Module({
  controllers: [CameraController],
  providers: [CameraService, { provide: CameraBoard, useFactory: () => new CameraBoard() }],
  exports: [CameraService, CameraBoard],
})
export class CameraModule {}
